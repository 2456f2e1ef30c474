// What Prisma's command line reads. Without DATABASE_URL it uses the embedded database while that runs.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { defineConfig } from 'prisma/config'
import { loadEnvFile } from './platform/config.ts'
import { embeddedUrl } from './platform/postgres/cluster-folder.ts'

loadEnvFile()
const { DATABASE_URL, DATA_DIR } = process.env
const url = DATABASE_URL || embeddedUrl(resolve(DATA_DIR || 'data'))

// Only `migrate` and `db` need Prisma's engine, and download it when it is not there. The other commands
// merely ask for its version, which any program answers: so they work where nothing can be downloaded.
const needsEngine = process.argv.some((argument) => argument === 'migrate' || argument === 'db')
if (!needsEngine && !hasEngine()) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
})

function hasEngine(): boolean {
  try {
    const { resolve: find } = createRequire(
      createRequire(import.meta.url).resolve('prisma/package.json'),
    )
    const folder = dirname(find('@prisma/engines/package.json'))
    return readdirSync(folder).some((name) => name.startsWith('schema-engine-'))
  } catch {
    return false
  }
}
