// `npm run owner -- ada`: makes the account with this handle the owner of the site, in place of another. Also beside a running Hubbub.
import { join } from 'node:path'
import { ConfigError, loadEnvFile, readConfig } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { runTool } from './run-tool.ts'

const root = join(import.meta.dirname, '..')

async function makeOwner(handle: string): Promise<string> {
  loadEnvFile()
  const { databaseUrl, dataDir } = readConfig()
  const logger = createLogger('error')
  const embedded = databaseUrl === undefined ? await startEmbedded(dataDir, logger) : null
  try {
    const url = databaseUrl ?? embedded?.url ?? ''
    await migrate(url, join(root, 'prisma/migrations'), logger)
    const db = openDatabase(url, 1)
    const where = { username: handle.replace(/^@/, '').toLowerCase() }
    try {
      if ((await db.user.count({ where })) === 0) {
        throw new ConfigError(`Nobody has the handle ${handle}: sign up first.`)
      }
      // There is one at most; between the two it is nobody.
      await db.user.updateMany({ where: { role: 'owner' }, data: { role: null } })
      await db.user.update({ where, data: { role: 'owner' } })
    } finally {
      await db.$disconnect()
    }
    return `@${where.username} is the owner of the site now.`
  } finally {
    await embedded?.stop()
  }
}

await runTool(async () => {
  const [handle] = process.argv.slice(2)
  if (!handle) throw new ConfigError('Say whom: npm run owner -- handle')
  console.log(await makeOwner(handle))
})
