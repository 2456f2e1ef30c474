// `npm run backup -- folder`: copies the data folder with the embedded database, beside a running Hubbub or without one.
import { resolve } from 'node:path'
import { ConfigError, loadEnvFile, readConfig } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import { backUp } from '#platform/postgres/back-up.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { runTool } from './run-tool.ts'

const asked = process.cwd()
await runTool(async () => {
  const [folder] = process.argv.slice(2)
  if (!folder) throw new ConfigError('Say where to: npm run backup -- folder')
  loadEnvFile()
  const { databaseUrl, dataDir } = readConfig()
  if (databaseUrl !== undefined) {
    throw new ConfigError(
      'This is for the embedded database, and DATABASE_URL is set: back that one up with pg_dump.',
    )
  }
  const target = resolve(process.env['INIT_CWD'] ?? asked, folder)
  const embedded = await startEmbedded(dataDir, createLogger('error'))
  try {
    await backUp(dataDir, embedded.superuserUrl, target)
  } finally {
    await embedded.stop()
  }
  console.log(`The backup is in ${target}. To try it: DATA_DIR=${target} PORT=3999 npm start`)
})
