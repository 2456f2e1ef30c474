// The engine's database over what an app has already: Prisma's client, or a pool of node-postgres.
import type { Pool, PoolClient } from 'pg'
import { flattened } from '../../platform/postgres/sql.ts'
import type { Statements } from '../../platform/postgres/statements.ts'
import type { Database } from './define.ts'

/** A database with the address under which the engine hears of what other nodes append. */
export interface OwnDatabase<Tx> extends Database<Tx> {
  readonly url: string
}

interface PrismaTransaction {
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>
}

/** Over Prisma's client; `url`: the address that it has. */
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

/** Over a pool of node-postgres that was made with a `connectionString`. */
export function pgDatabase(pool: Pool): OwnDatabase<Pick<PoolClient, 'query'>> {
  return {
    url: pool.options.connectionString ?? '',
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
        // One whose transaction could not be ended is used by nobody any more.
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
      // What a statement returns, whoever wrote it says.
      return run(text, all) as Promise<Rows>
    },
  }
}
