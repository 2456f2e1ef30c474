// Vitest's global setup of the integration tests: one database server for the run, with a migrated template to copy.
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openTestFolder } from '#platform/test-folder.ts'
import { createLogger } from '../logger.ts'
import { appRole } from './cluster-folder.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testServerUrl: string
    /** For statements that the app's role may not run. */
    testSuperuserUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = openTestFolder()
  // So that temporary files of the tests are removed with the run too.
  process.env['TMPDIR'] = folder.path
  try {
    const logger = createLogger('warn')
    const server = await startEmbedded(folder.path, logger)
    await execute(server.superuserUrl, `ALTER ROLE ${appRole} CREATEDB`)
    // Lets tests insert many rows with triggers disabled.
    await execute(
      server.superuserUrl,
      `GRANT SET ON PARAMETER session_replication_role TO ${appRole}`,
    )
    await execute(server.url, 'CREATE DATABASE test_template')
    await migrate(databaseAt(server.url, 'test_template'), 'prisma/migrations', logger)
    project.provide('testServerUrl', server.url)
    project.provide('testSuperuserUrl', server.superuserUrl)
    return async () => {
      await server.stop()
      await folder.remove()
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

/** The URL of another database of the same server. */
export function databaseAt(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** Runs one statement on a connection of its own, and returns its rows. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  // The server may be killed meanwhile: the query then rejects.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
