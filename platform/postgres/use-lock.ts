// Marks the embedded database as in use: each app holds a shared advisory lock on a connection of its own.
import pg from 'pg'
import { prepareAppRole } from './app-role.ts'
import { appPassword, databaseName, superuserUrl } from './cluster-folder.ts'
import { PostgresError, errorCode, isPassing } from './errors.ts'

/** The advisory lock that each app holds, shared, while it uses the database: "hubp" in ASCII. */
const useLock = 0x68756270

/** Takes the shared lock and prepares the app's role; null: not possible now, try again. */
export async function hold(
  password: string,
  port: number,
  home: string,
): Promise<pg.Client | null> {
  const url = superuserUrl(password, port)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'hubbub keeper',
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [useLock])
    await prepareAppRole(client, appPassword(password))
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (errorCode(error) === '3D000') await createDatabase(url)
    else if (errorCode(error) === '28P01') throw wrongPassword(home)
    else if (!isPassing(error)) throw error
    return null
  }
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url)
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`CREATE DATABASE ${databaseName}`)
  } catch (error) {
    // Another process was first, or the next try will show the error.
    if (!['42P04', '23505'].includes(errorCode(error)) && !isPassing(error)) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Tries to exchange the shared lock for an exclusive one; if it succeeds, new apps wait until this one has ended. */
export async function isUsedByOthers(holder: pg.Client): Promise<boolean> {
  try {
    await holder.query('SELECT pg_advisory_unlock_shared($1)', [useLock])
    const result = await holder.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS alone',
      [useLock],
    )
    return result.rows[0]?.alone === false
  } catch {
    return false
  }
}

function wrongPassword(home: string): PostgresError {
  return new PostgresError(
    `The password in ${home} is not the database's: restore the whole folder from one backup.`,
  )
}
