// Starts Hubbub: the environment is read, a node is put together, and signals end it in order.
import {
  ConfigError,
  loadEnvFile,
  obsoleteVariables,
  readConfig,
} from './server/platform/config.ts'
import { PostgresError } from './server/platform/postgres/errors.ts'
import { createLogger } from './server/platform/logger.ts'
import { startNode } from './server/node.ts'

async function main(): Promise<void> {
  loadEnvFile()
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  for (const sentence of obsoleteVariables()) logger.warn(sentence)
  const node = await startNode({ config, logger })
  const url = config.publicUrl ?? `http://localhost:${node.port}`
  logger.info({ port: node.port, runtime: process.version }, `Hubbub is at ${url}`)
  if (node.ownerLink) {
    logger.warn(
      `The site has no owner yet. Sign up and open this within a day: ${url}${node.ownerLink}`,
    )
  }
  let stopping = false
  const stop = (why: string, code: number) => {
    if (stopping) return
    stopping = true
    logger.info({ why }, 'stopping')
    setTimeout(() => {
      logger.error('the node did not stop in time')
      process.exit(1)
    }, config.shutdownMs).unref()
    void node.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'the node did not stop in order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', (signal) => stop(signal, 0))
  process.on('SIGINT', (signal) => stop(signal, 0))
  // What nobody caught leaves the process in a state that nobody knows: it drains, and a supervisor starts it anew.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error that nobody caught')
    stop('an error that nobody caught', 1)
  })
}

main().catch((error: unknown) => {
  // What a person can mend is a sentence; the rest shows where it came from.
  const plain = error instanceof ConfigError || error instanceof PostgresError
  console.error(plain ? error.message : error)
  process.exit(1)
})
