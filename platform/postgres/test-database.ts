// A fresh, migrated database for one test file, copied from the run's template.
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { Reader, Transaction } from './database.ts'
import { databaseAt, execute } from './test-server.ts'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** Only for integration tests: their global setup starts the server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testServerUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(server, `CREATE DATABASE ${name} TEMPLATE test_template`)
  return {
    url: databaseAt(server, name),
    drop: () => dropDatabase(name),
  }
}

/** As the superuser: only it may end an autovacuum worker that is running in the database. */
export async function dropDatabase(name: string): Promise<void> {
  await execute(inject('testSuperuserUrl'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** How many connections to this database wait for a lock. */
export async function waitingForLocks(db: Reader): Promise<number> {
  const rows = await db.$queryRaw<object[]>`
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return rows.length
}

/** Lets this transaction wait for the rest of its test: the database would end it as one of a frozen node. */
export async function holdStill(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`
}
