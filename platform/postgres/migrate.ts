// Applies prisma/migrations to a database and keeps the same record of it as `prisma migrate`,
// so that neither needs the other. Nodes that start together take turns.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from '../logger.ts'
import { connectionError, PostgresError, errorCode, isPassing, place } from './errors.ts'

/** The advisory lock that `prisma migrate` takes too. */
const migrateLock = 72_707_369
const lockLimitMs = 120_000
const connectLimitMs = 30_000
const oldestServer = 15

interface Migration {
  name: string
  sql: string
}

interface Recorded {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** Applies the migrations that the database does not have yet; returns their names. */
export async function migrate(
  url: string,
  folder: string,
  logger: Logger,
  signal?: AbortSignal,
): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = await connect(url, logger, signal)
  try {
    await checkVersion(client, url)
    await checkEncoding(client, url)
    await takeTurn(client)
    const recorded = await readRecorded(client)
    refuseNewer(migrations, recorded, url)
    const applied: string[] = []
    for (const migration of migrations) {
      if (isApplied(migration, recorded)) continue
      // oxlint-disable-next-line no-await-in-loop
      await apply(client, migration)
      applied.push(migration.name)
      logger.info({ migration: migration.name }, 'migration applied')
    }
    return applied
  } catch (error) {
    throw error instanceof PostgresError ? error : await refusedBy(client, error, url)
  } finally {
    // Ending the connection releases the lock for the next node.
    await client.end().catch(() => undefined)
  }
}

/** Explains missing rights of the app's role, with the statement that grants them; other errors as they are. */
async function refusedBy(client: pg.Client, error: unknown, url: string): Promise<unknown> {
  const code = errorCode(error)
  if (code === '25006') {
    return new PostgresError(
      `The database at ${place(url)} is read-only: let DATABASE_URL lead to the one that takes changes, ` +
        'or see default_transaction_read_only.',
      { cause: error },
    )
  }
  if (code !== '42501' && code !== '3F000') return error
  const { rows } = await client
    .query<{ role: string; database: string }>(
      `SELECT quote_ident(current_user) AS role, quote_ident(current_database()) AS database`,
    )
    .catch(() => ({ rows: [] }))
  const { role = '…', database = '…' } = rows[0] ?? {}
  return new PostgresError(
    `The database at ${place(url)} does not let its role make tables: run, as its owner, ` +
      `GRANT CREATE, USAGE ON SCHEMA public TO ${role}; or better ALTER DATABASE ${database} OWNER TO ${role};`,
    { cause: error },
  )
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      sql: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  )
}

/** Connects with retries up to the limit, since the database may start at the same time as the app. */
async function connect(url: string, logger: Logger, signal?: AbortSignal): Promise<pg.Client> {
  const limit = Date.now() + connectLimitMs
  let told = false
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'hubbub migrate',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    })
    // Without a listener a connection that breaks between two queries would end the process.
    client.on('error', (error) => logger.warn({ err: error }, 'the connection was lost'))
    try {
      // oxlint-disable-next-line no-await-in-loop
      await client.connect()
      return client
    } catch (error) {
      if (!isPassing(error) || Date.now() > limit) throw connectionError(error, url)
      if (!told) logger.warn({ database: place(url) }, 'the database does not answer yet')
      told = true
      // oxlint-disable-next-line no-await-in-loop
      await wait(1000, undefined, signal && { signal })
    }
  }
}

async function checkVersion(client: pg.Client, url: string): Promise<void> {
  const result = await client.query<{ major: number; version: string }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major,
            current_setting('server_version') AS version`,
  )
  const row = result.rows[0]
  if (row && row.major >= oldestServer) return
  throw new PostgresError(
    `The database at ${place(url)} is PostgreSQL ${row?.version ?? 'of an unknown version'}; ` +
      `Hubbub needs version ${oldestServer} or newer.`,
  )
}

/** Only UTF8 can store every character that users write. */
async function checkEncoding(client: pg.Client, url: string): Promise<void> {
  const result = await client.query<{ encoding: string }>(
    `SELECT current_setting('server_encoding') AS encoding`,
  )
  const encoding = result.rows[0]?.encoding
  if (encoding === 'UTF8') return
  throw new PostgresError(
    `The database at ${place(url)} has the encoding ${encoding ?? '?'}, which cannot hold what people write: ` +
      "make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
  )
}

async function takeTurn(client: pg.Client): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${lockLimitMs}`)
    await client.query('SELECT pg_advisory_lock($1)', [migrateLock])
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error
    throw new PostgresError(
      `Another process has been migrating the database for ${lockLimitMs / 1000} seconds: ` +
        'wait until it is done, or end it, and start again.',
    )
  }
}

async function readRecorded(client: pg.Client): Promise<Recorded[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
      "id" VARCHAR(36) PRIMARY KEY NOT NULL,
      "checksum" VARCHAR(64) NOT NULL,
      "finished_at" TIMESTAMPTZ,
      "migration_name" VARCHAR(255) NOT NULL,
      "logs" TEXT,
      "rolled_back_at" TIMESTAMPTZ,
      "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
      "applied_steps_count" INTEGER NOT NULL DEFAULT 0
    )`)
  const result = await client.query<Recorded>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  )
  return result.rows
}

function isApplied(migration: Migration, recorded: readonly Recorded[]): boolean {
  const row = recorded.find(({ migration_name }) => migration_name === migration.name)
  if (!row) return false
  if (row.finished_at === null) {
    throw new PostgresError(
      `The migration ${migration.name} was begun and not finished: look at what it left in the database, ` +
        `mend it, and record that with "npx prisma migrate resolve --applied ${migration.name}" ` +
        '(or --rolled-back).',
    )
  }
  // A checkout on Windows may have changed the line ends.
  const sums = [checksum(migration.sql), checksum(migration.sql.replaceAll('\r\n', '\n'))]
  if (sums.includes(row.checksum)) return true
  throw new PostgresError(
    `The file of the migration ${migration.name} was changed after it was applied to this database: ` +
      'restore it, and put the change into a new migration.',
  )
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID()
  // CREATE INDEX CONCURRENTLY and its like refuse to run inside a transaction.
  const inTransaction = !/\bCONCURRENTLY\b/i.test(migration.sql.replaceAll(/--.*$/gm, ''))
  try {
    if (inTransaction) await client.query('BEGIN')
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)',
      [id, checksum(migration.sql), migration.name],
    )
    await client.query(migration.sql)
    await client.query(
      `UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1
       WHERE id = $1`,
      [id],
    )
    if (inTransaction) await client.query('COMMIT')
  } catch (error) {
    if (inTransaction) await client.query('ROLLBACK').catch(() => undefined)
    const message = error instanceof Error ? error.message : String(error)
    throw new PostgresError(
      `The migration ${migration.name} could not be applied (${message}). ` +
        (inTransaction ? 'Nothing was changed.' : 'It may be half done.'),
      { cause: error },
    )
  }
}

/** Refuses a newer version's database: this version could fail later on tables that it does not know. */
function refuseNewer(
  migrations: readonly Migration[],
  recorded: readonly Recorded[],
  url: string,
): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = recorded.filter(({ migration_name }) => !known.has(migration_name))
  if (unknown.length === 0) return
  const names = unknown.map(({ migration_name }) => migration_name).join(', ')
  throw new PostgresError(
    `The database at ${place(url)} belongs to a newer version of Hubbub (it has ${names}): ` +
      'start that version, or restore a backup from before it.',
  )
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
