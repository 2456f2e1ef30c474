// The database client of the server: Prisma over a bounded pool of connections.
import { PrismaPg } from '@prisma/adapter-pg'
import type { ClientBase, PoolConfig } from 'pg'

import { Prisma, PrismaClient } from '#prisma/client.ts'
import type { Statements } from './statements.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient
/** Anything that queries can run on: the database, or an open transaction. */
export type Reader = Database | Transaction

/** The most prepared statements: SQL with lists of varying length gives a new statement for each length. */
const mostStatements = 200

/** Connects with the first query. A broken connection is replaced by the next query. */
export function openDatabase(url: string, connections: number): Database {
  const pool = poolOptions(url, connections)
  const statementNameGenerator = statementNames()
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) })
}

const transactionLimits = { maxWait: 10_000, timeout: 20_000 }

/** The database in the form that the engine needs (see `Database` in live/server/define.ts). */
export function transactionsOf(db: Database) {
  return {
    reader: db,
    transaction: <R>(work: (tx: Transaction) => Promise<R>): Promise<R> =>
      db.$transaction(work, transactionLimits),
    statements: (tx: Reader): Statements => tx,
  }
}

interface PoolOptions extends Omit<PoolConfig, 'onConnect'> {
  /** The pool awaits it before a connection's first query. */
  onConnect: (client: ClientBase) => Promise<void>
}

/** The options of all of the app's connections. */
export function poolOptions(url: string, connections: number): PoolOptions {
  return {
    connectionString: url,
    max: connections,
    application_name: 'hubbub',
    onConnect: sayWhoWeAre,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  }
}

/**
 * The triggers on external changes recognise the app by `hubbub.node`, which only this code sets. The timeouts are enforced
 * by the database: they also end the transactions of a node that froze or lost its machine while it held a lock. A second one
 * of it that waits for the same lock gets it then, and lasts as long again; the lock timeout ends those behind it, so that
 * after 10 s the other nodes have it.
 */
const settings = {
  'hubbub.node': 'on',
  idle_in_transaction_session_timeout: '3s',
  lock_timeout: '7s',
  statement_timeout: '30s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '20s',
}

async function sayWhoWeAre(client: ClientBase): Promise<void> {
  await client.query(
    'SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS given(name, value)',
    [Object.keys(settings), Object.values(settings)],
  )
}

/** The rows of a query; null when it was cancelled after `limitMs`. */
export async function readWithin<Row>(
  db: Database,
  limitMs: number,
  query: Prisma.Sql,
): Promise<Row[] | null> {
  try {
    const [, rows] = await db.$transaction([
      db.$executeRaw(Prisma.raw(`SET LOCAL statement_timeout = ${limitMs}`)),
      db.$queryRaw<Row[]>(query),
    ])
    return rows
  } catch (error) {
    if (/57014|statement timeout/.test(`${JSON.stringify(error)} ${String(error)}`)) return null
    throw error
  }
}

/** Names for prepared statements, which are parsed once per connection: saves a third of the time of a feed page. */
export function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    // An unnamed statement is parsed each time.
    const name = names.size < mostStatements ? `hubbub_${names.size}` : ''
    if (name !== '') names.set(sql, name)
    return name
  }
}
