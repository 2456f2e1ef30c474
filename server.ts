// Starts Hubbub: the environment is read, a node is put together, and signals end it in order.
import { inspect } from 'node:util'
import {
  ConfigError,
  loadEnvFile,
  obsoleteVariables,
  readConfig,
  takeLastBuild,
} from './platform/config.ts'
import { PostgresError } from './platform/postgres/errors.ts'
import { logConsole } from './platform/console-log.ts'
import { createLogger } from './platform/logger.ts'
import { startNode } from './server/node.ts'
import type { Node } from './server/node.ts'

async function main(): Promise<void> {
  loadEnvFile()
  takeLastBuild()
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  const startup = new AbortController()
  let node: Node | null = null
  let exitCode: number | null = null
  const end = async (): Promise<void> => {
    try {
      await node?.stop()
      process.exit(exitCode ?? 0)
    } catch (error) {
      logger.error({ err: error }, 'the node did not stop in order')
      process.exit(1)
    }
  }
  const stop = (why: string, code: number): void => {
    if (exitCode !== null) return
    exitCode = code
    logger.info({ why }, 'stopping')
    setTimeout(() => {
      logger.error('the node did not stop in time')
      process.exit(1)
    }, config.shutdownMs).unref()
    // While it starts, it is begun to stop as soon as it has.
    if (node) void end()
    else startup.abort()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => stop(signal, 0))
  }
  // What nobody caught leaves the process in a state that nobody knows: it drains, and a supervisor starts it anew.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error that nobody caught')
    stop('an error that nobody caught', 1)
  })
  if (!config.development) {
    logConsole(logger, (error) => {
      // The bundler keeps a failed load for ever: these pages would be broken until a restart.
      if (error.name === 'ChunkLoadError') stop('a part of the pages could not be loaded', 1)
    })
  }
  for (const sentence of obsoleteVariables()) logger.warn(sentence)
  try {
    node = await startNode({ config, logger, signal: startup.signal })
  } catch (error) {
    if (!startup.signal.aborted) throw error
  }
  if (startup.signal.aborted || node === null) return end()
  const url = config.publicUrl ?? `http://localhost:${node.port}`
  logger.info({ port: node.port, runtime: process.version }, `Hubbub is at ${url}`)
  if (node.ownerLink) {
    logger.warn(
      `The site has no owner yet. Sign up and open this within a day: ${url}${node.ownerLink}`,
    )
  }
}

main().catch((error: unknown) => {
  // What a person can mend is a sentence; the rest shows where it came from.
  const plain = error instanceof ConfigError || error instanceof PostgresError
  process.stderr.write(`${plain ? error.message : inspect(error)}\n`)
  process.exit(1)
})
