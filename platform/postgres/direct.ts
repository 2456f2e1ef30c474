// Transactions of a few prepared statements, given to `pg` itself: for what is written most. Prisma's client takes
// more of the processor for such a statement than PostgreSQL does.
import pg from 'pg'
import type { DirectTransactions, Statements } from './statements.ts'
import { flattened } from './sql.ts'
import type { SqlParts } from './sql.ts'
import { poolOptions, statementNames } from './database.ts'

/** Longer than the server's own limits (see `poolOptions`): the other end is gone then. */
const answerLimitMs = 40_000

/** As Prisma reads it: PostgreSQL's `bigint`, which may be more than a number holds. */
const bigint = 20
const types = new pg.TypeOverrides()
types.setTypeParser(bigint, BigInt)

export class DirectDatabase implements DirectTransactions {
  readonly #pool: pg.Pool
  readonly #nameOf = statementNames()

  /** Opens no connection yet: the first transaction does. */
  constructor(url: string, connections: number) {
    this.#pool = new pg.Pool({
      ...poolOptions(url, connections),
      types,
      // What does not wait for an answer is sent at once: BEGIN with the first statement, COMMIT with the last.
      pipeline: true,
      query_timeout: answerLimitMs,
    })
    // A connection that breaks while nobody uses it is replaced by the next transaction.
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
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken ??= failed
      })
      throw error
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

/** Both, or what the second rejects with, or the first; it never leaves one of them alone. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second])
  if (other.status === 'rejected') throw other.reason
  if (one.status === 'rejected') throw one.reason
  return [one.value, other.value]
}
