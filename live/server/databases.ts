// Adapters from an app's database client to the engine's `Database`: for Prisma and for a node-postgres pool.
import type { Pool, PoolClient } from 'pg'
import { flattened } from '../../platform/postgres/sql.ts'
import type { Statements } from '../../platform/postgres/statements.ts'
import type { Database } from './define.ts'

/** `url`: for the connection on which the engine listens for events that other nodes append. */
export interface OwnDatabase<Tx> extends Database<Tx> {
  readonly url: string
}

interface PrismaTransaction {
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>
}

/** `url` must be the one that the Prisma client uses. */
export function prismaDatabase<Tx extends PrismaTransaction>(
  prisma: Tx & { $transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R> },
  url: string,
): OwnDatabase<Tx> {
  return {
    url,
    reader: prisma,
    transaction: (work) => prisma.$transaction(work),
    statements: (tx) => statementsBy((text, values) => tx.$queryRawUnsafe(text, ...values)),
  }
}

/** The pool must have been made with a `connectionString`. */
export function pgDatabase(pool: Pool): OwnDatabase<Pick<PoolClient, 'query'>> {
  // A lost idle connection: the pool replaces it. Without a listener the process would end.
  pool.on('error', () => {})
  return {
    // When it is needed: a build has no database.
    get url() {
      const { connectionString } = pool.options
      if (connectionString) return connectionString
      throw new Error('pgDatabase: make the pool with a `connectionString`.')
    },
    reader: pool,
    async transaction(work) {
      const client = await pool.connect()
      let broken: unknown
      try {
        await client.query('BEGIN')
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch((failed: unknown) => (broken = failed))
        throw error
      } finally {
        // A connection whose rollback failed must not go back to the pool.
        client.release(broken !== undefined)
      }
    },
    statements: (tx) =>
      statementsBy(async (text, values) => (await tx.query<object>(text, [...values])).rows),
  }
}

function statementsBy(
  run: (text: string, values: readonly unknown[]) => Promise<unknown>,
): Statements {
  return {
    $queryRaw<Rows>(query: Parameters<Statements['$queryRaw']>[0], ...values: unknown[]) {
      const { text, values: all } = flattened(query, values)
      // The caller of a statement names the type of its rows.
      return run(text, all) as Promise<Rows>
    },
  }
}
