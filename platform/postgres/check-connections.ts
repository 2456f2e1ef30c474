// Startup checks: the database must grant enough connections, each with a session of its own.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Database } from './database.ts'
import { connectionError, errorCode, place, PostgresError } from './errors.ts'

const limitMs = 5_000

/**
 * Throws a PostgresError when the app's role or the database allows fewer than `needed` connections, or when a pooler in
 * front changes the connection per transaction: LISTEN and session settings would be lost.
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
 * Throws a PostgresError when the triggers would take the app's own changes for external ones: ingesting these would
 * cause further ones, in an endless loop.
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

/** The lower of the connection limits of role and database; -1 in the catalogs means no limit. */
async function mostConnections(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ most: number | null }>(`
    SELECT min(most) AS most FROM (
      SELECT rolconnlimit AS most FROM pg_roles WHERE rolname = current_user AND NOT rolsuper
      UNION ALL SELECT datconnlimit FROM pg_database WHERE datname = current_database()
    ) AS limits WHERE most >= 0`)
  return rows[0]?.most ?? Infinity
}

/** The second client's open transaction forces a pooler that shares connections to switch the first client's. */
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
    // A pooler with one connection for both: the second client waits for ever.
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
