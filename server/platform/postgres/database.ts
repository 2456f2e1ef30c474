// The database as the rest of the server sees it: Prisma's client over a bounded pool of connections.
import { PrismaPg } from '@prisma/adapter-pg'
import type { ClientBase } from 'pg'
import { Prisma, PrismaClient } from '#prisma/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient
/** Whatever can be read from: the database, or a transaction under way. */
export type Reader = Database | Transaction

/** How many different statements are prepared; one with a changing length is a new one each time. */
const mostStatements = 200

/** Opens no connection yet: the first query does. A connection that breaks is replaced by the next query. */
export function openDatabase(url: string, connections: number): Database {
  const pool = {
    connectionString: url,
    max: connections,
    application_name: 'hubbub',
    onConnect: sayWhoWeAre,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  }
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: namer() }) })
}

/** The triggers on external changes know the app by this setting, which nothing else sets: not the address, not a pooler. */
async function sayWhoWeAre(client: ClientBase): Promise<void> {
  await client.query(`SET hubbub.node = 'on'`)
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
function namer(): (query: { sql: string }) => string {
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
