// Online backup of the embedded database, by PostgreSQL's low-level base backup, without other programs:
// https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
/* oxlint-disable no-await-in-loop -- file by file: it shares the disk with the site */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { clusterFolder } from './cluster-folder.ts'
import { errorCode, PostgresError } from './errors.ts'

/** Files of the running server, which are not data. */
const leftOut = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init'])
/** Folders whose content a server recreates; the needed part of `pg_wal` is copied last. */
const emptied = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
])

/**
 * Copies a data folder with its embedded database to a new folder, on which a server can start directly. It contains all
 * commits before the backup began, and those made meanwhile up to one moment. Throws a PostgresError when `target` exists
 * and is not empty.
 */
export async function backUp(dataDir: string, superuserUrl: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 })
  if ((await readdir(target)).length > 0) {
    throw new PostgresError(`The folder ${target} is not empty: name a new one for the backup.`)
  }
  const [from, to] = [clusterFolder(dataDir), clusterFolder(target)]
  const client = new pg.Client({
    connectionString: superuserUrl,
    application_name: 'hubbub backup',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await copyFolder(dataDir, target, new Set(['postgres']))
    await copyFolder(from.home, to.home, new Set(['cluster', 'server.log', 'server.log.1']))
    // A temporary slot keeps WAL that the copy needs from being recycled while this connection is open.
    await client.query(
      `SELECT pg_create_physical_replication_slot('hubbub_backup_' || pg_backend_pid(), true, true)`,
    )
    await client.query(`SELECT pg_backup_start('hubbub', true)`)
    await copyFolder(from.cluster, to.cluster, leftOut, emptied)
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    )
    await writeFile(join(to.cluster, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 })
    await copyFolder(join(from.cluster, 'pg_wal'), join(to.cluster, 'pg_wal'), new Set())
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function copyFolder(
  from: string,
  to: string,
  without: ReadonlySet<string>,
  empty: ReadonlySet<string> = new Set(),
): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry
    if (without.has(name) || name.startsWith('pgsql_tmp')) continue
    const [source, copy] = [join(from, name), join(to, name)]
    if (entry.isDirectory() && empty.has(name)) await mkdir(copy, { mode: 0o700 })
    else if (entry.isDirectory()) await copyFolder(source, copy, without)
    else if (entry.isFile()) await copyIfThere(source, copy)
  }
}

/** A file that is removed meanwhile is not needed: recovery replays its removal from the WAL. */
async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}
