// Transactions of a few prepared statements, directly over `pg`, for the most frequent writes: Prisma's client uses
// more CPU for such a statement than PostgreSQL does.
import pg from 'pg'
import type { DirectTransactions, Statements } from './statements.ts'
import { flattened } from './sql.ts'
import type { SqlParts } from './sql.ts'
import { poolOptions, statementNames } from './database.ts'

/** Longer than the database's own timeouts (see `poolOptions`): after it the server must be gone. */
const answerLimitMs = 40_000

/** PostgreSQL's type id of `bigint`; parsed to BigInt as Prisma does, since it may exceed a number. */
const bigint = 20
const types = new pg.TypeOverrides()
types.setTypeParser(bigint, BigInt)

export class DirectDatabase implements DirectTransactions {
  readonly #pool: pg.Pool
  readonly #nameOf = statementNames()

  /** Connects with the first transaction. */
  constructor(url: string, connections: number) {
    this.#pool = new pg.Pool({
      ...poolOptions(url, connections),
      types,
      // Sends statements without waiting for answers: BEGIN with the first statement, COMMIT with the last.
      pipeline: true,
      query_timeout: answerLimitMs,
    })
    // A connection that breaks while idle is replaced by the next transaction.
    this.#pool.on('error', () => undefined)
  }

  async transaction<Result, Last>(
    work: (tx: Statements) => Promise<Result>,
    last: (tx: Statements, result: Result) => Promise<Last>,
  ): Promise<{ result: Result; last: Last }> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    const onError = (error: Error): void => {
      broken = error
    }
    client.on('error', onError)
    const tx = this.#statements(client)
    try {
      const [, result] = await both(client.query('BEGIN'), work(tx))
      const ended = last(tx, result)
      const [, found] = await both(client.query('COMMIT'), ended)
      return { result, last: found }
    } catch (error) {
      // What ended the connection, not that a later statement found it so.
      const cause: unknown = broken ?? error
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken ??= failed
      })
      throw cause
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  #statements(client: pg.PoolClient): Statements {
    return {
      $queryRaw: async <Rows>(
        query: TemplateStringsArray | SqlParts,
        ...values: unknown[]
      ): Promise<Rows> => {
        const { text, values: all } = flattened(query, values)
        const name = this.#nameOf({ sql: text })
        const { rows } = await client.query({ text, values: all, ...(name !== '' && { name }) })
        return rows as Rows
      },
    }
  }
}

/** Waits for both promises to settle; rejects with the second's error, else the first's. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second])
  if (other.status === 'rejected') throw other.reason
  if (one.status === 'rejected') throw one.reason
  return [one.value, other.value]
}
