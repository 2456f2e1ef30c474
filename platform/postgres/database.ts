// The database as the rest of the server sees it: Prisma's client over a bounded pool of connections.
import { PrismaPg } from '@prisma/adapter-pg'
import type { ClientBase, PoolConfig } from 'pg'

import { Prisma, PrismaClient } from '#prisma/client.ts'
import type { Statements } from './statements.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient
/** Whatever can be read from: the database, or a transaction under way. */
export type Reader = Database | Transaction

/** How many different statements are prepared; one with a changing length is a new one each time. */
const mostStatements = 200

/** Opens no connection yet: the first query does. A connection that breaks is replaced by the next query. */
export function openDatabase(url: string, connections: number): Database {
  const pool = poolOptions(url, connections)
  const statementNameGenerator = statementNames()
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) })
}

const transactionLimits = { maxWait: 10_000, timeout: 20_000 }

/** The database as the engine asks of it. */
export function transactionsOf(db: Database) {
  return {
    reader: db,
    transaction: <R>(work: (tx: Transaction) => Promise<R>): Promise<R> =>
      db.$transaction(work, transactionLimits),
    statements: (tx: Reader): Statements => tx,
  }
}

interface PoolOptions extends Omit<PoolConfig, 'onConnect'> {
  /** The pool waits for it before the first query. */
  onConnect: (client: ClientBase) => Promise<void>
}

/** What every connection of the app is like. */
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
 * The triggers on external changes know the app by `hubbub.node`, which nothing else sets: not the address, not a pooler.
 * The limits are the server's own: they hold for a node that is frozen, or whose machine is gone, in the midst of a commit,
 * when it has the lock of the log that all others wait for. Those wait for longer than it may take.
 */
const settings = {
  'hubbub.node': 'on',
  idle_in_transaction_session_timeout: '6s',
  lock_timeout: '12s',
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

/** The rows of a query; null when it would take longer than `limitMs`, and was ended. */
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

/** A statement with a name is parsed once a connection: a third less time for a page of the feed. */
export function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    // Without a name it is parsed each time.
    const name = names.size < mostStatements ? `hubbub_${names.size}` : ''
    if (name !== '') names.set(sql, name)
    return name
  }
}
