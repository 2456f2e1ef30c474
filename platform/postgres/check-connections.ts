// Whether the database gives the app the connections that it needs, each its own: asked once, at the start.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Database } from './database.ts'
import { connectionError, errorCode, place, PostgresError } from './errors.ts'

const limitMs = 5_000

/**
 * Throws a PostgresError where the app's role, or the database, takes fewer than `needed` connections, and where a
 * pooler stands in front that gives each transaction another connection: what a session listens to and has set is lost then.
 */
export async function checkConnections(url: string, needed: number): Promise<void> {
  const [one, other] = [newClient(url), newClient(url)]
  try {
    for (const client of [one, other]) {
      // oxlint-disable-next-line no-await-in-loop
      await client.connect().catch((error: unknown) => {
        throw errorCode(error) === '53300' ? tooFew(url, needed) : connectionError(error, url)
      })
    }
    if ((await mostConnections(one)) < needed) throw tooFew(url, needed)
    if (!(await keepsItsSession(one, other))) throw pooled(url)
  } finally {
    await Promise.allSettled([one.end(), other.end()])
  }
}

/**
 * Throws a PostgresError where the triggers on external changes would take the app's own for somebody else's: each would
 * be told again, and that again, for ever.
 */
export async function checkKnown(db: Database): Promise<void> {
  const [row] = await db.$queryRaw<{ known: boolean }[]>`
    SELECT coalesce(current_setting('hubbub.node', true), '') <> '' AS known`
  if (row?.known) return
  throw new PostgresError(
    'The database forgets what a connection has set (hubbub.node), so Hubbub would take its own changes for those of ' +
      'somebody else: let DATABASE_URL lead to PostgreSQL itself.',
  )
}

function newClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'hubbub check',
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
  })
  client.on('error', () => undefined)
  return client
}

/** What the role and the database take at most; -1 there is without a limit. */
async function mostConnections(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ most: number | null }>(`
    SELECT min(most) AS most FROM (
      SELECT rolconnlimit AS most FROM pg_roles WHERE rolname = current_user AND NOT rolsuper
      UNION ALL SELECT datconnlimit FROM pg_database WHERE datname = current_database()
    ) AS limits WHERE most >= 0`)
  return rows[0]?.most ?? Infinity
}

/** While another transaction is open, a pooler that shares connections has to give the first client another one. */
async function keepsItsSession(one: pg.Client, other: pg.Client): Promise<boolean> {
  const mark = randomUUID()
  try {
    await one.query(`SELECT set_config('hubbub.check', $1, false)`, [mark])
    await other.query('BEGIN')
    const { rows } = await one.query<{ found: string | null }>(
      `SELECT current_setting('hubbub.check', true) AS found`,
    )
    await other.query('ROLLBACK')
    return rows[0]?.found === mark
  } catch {
    // It has one connection for both, and the second waits for ever.
    return false
  }
}

function tooFew(url: string, needed: number): PostgresError {
  return new PostgresError(
    `The database at ${place(url)} gives this role fewer than the ${needed} connections that a node needs: ` +
      'raise CONNECTION LIMIT of the role and of the database, or set DATABASE_CONNECTIONS to less.',
  )
}

function pooled(url: string): PostgresError {
  return new PostgresError(
    `A pooler at ${place(url)} does not give each client a connection of its own, and live changes would be lost: ` +
      'set its pool_mode to session, or let DATABASE_URL lead to PostgreSQL itself.',
  )
}
