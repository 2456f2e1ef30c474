// `npm run studio`: opens Prisma Studio on the database that Hubbub uses. The embedded one is started
// when no Hubbub runs, for as long as Studio does. `-- --port 5556 --browser none` go on to Studio.
import { join } from 'node:path'
import { loadEnvFile, readConfig } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import type { EmbeddedPostgres } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { followParent } from './follow-parent.mjs'
import { runPrisma } from './run-prisma.ts'
import { runTool } from './run-tool.ts'

const root = join(import.meta.dirname, '..')

async function studio(): Promise<number> {
  loadEnvFile()
  const { databaseUrl, dataDir } = readConfig()
  const logger = createLogger('error')
  let embedded: EmbeddedPostgres | null = null
  if (databaseUrl === undefined) embedded = await startEmbedded(dataDir, logger)
  try {
    const url = databaseUrl ?? embedded?.url ?? ''
    await migrate(url, join(root, 'prisma/migrations'), logger)
    // By the environment: other users of the machine can read a command line.
    return await runPrisma(['studio', ...process.argv.slice(2)], { DATABASE_URL: url })
  } finally {
    await embedded?.stop()
  }
}

followParent()
await runTool(async () => {
  process.exitCode = await studio()
})
