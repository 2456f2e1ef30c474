// Creates the data folder of the embedded PostgreSQL at the first start, completely or not at all.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmod,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { keptSecret } from '../kept-secret.ts'
import type { Logger } from '../logger.ts'
import { binary, findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { clusterFolder, databaseUser, isAlive } from './cluster-folder.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import { PostgresError, errorCode } from './errors.ts'
import { canEnter, giveTo, serverUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

export interface Cluster {
  folder: ClusterFolder
  binaries: Binaries
  user: ServerUser | null
  password: string
}

/** Finds the programs, and creates the data folder if there is none. Throws a PostgresError. */
export async function prepareCluster(dataDir: string, logger: Logger): Promise<Cluster> {
  const folder = clusterFolder(dataDir)
  await mkdir(folder.home, { recursive: true })
  const user = await serverUser(folder.cluster)
  const binaries = await findBinaries(folder.home, user, logger)
  const version = await versionOf(folder)
  if (version === null) await removeUnfinished(folder)
  else await checkPassword(folder)
  const password = await keptSecret(folder.password, () => randomBytes(24).toString('hex'))
  const cluster = { folder, binaries, user, password }
  if (version === null) await create(cluster)
  else if (version !== binaries.major) throw otherVersion(folder, version, binaries.major)
  // Root may have restored it from a backup.
  if (user && (await stat(folder.cluster)).uid !== user.uid) await giveTo(user, folder.cluster)
  // With other permissions, e.g. after a copy, PostgreSQL would not start.
  await chmod(folder.cluster, 0o700)
  return cluster
}

/** The folder argument and the working directory for running the programs. */
export function placeOf(path: string, user: ServerUser | null): { argument: string; cwd: string } {
  if (user === null || canEnter(path, user)) return { argument: path, cwd: path }
  if (process.platform === 'linux') {
    // The path is below a folder that only root may enter. A process started there before it drops root keeps
    // its working directory, and reaches the files through it.
    return { argument: '/proc/self/cwd', cwd: path }
  }
  throw new PostgresError(
    `PostgreSQL does not run as root, and no other user can enter ${path}: ` +
      'set DATA_DIR to a folder that all may enter, or DATABASE_URL to a server.',
  )
}

async function versionOf(folder: ClusterFolder): Promise<string | null> {
  try {
    return (await readFile(join(folder.cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Throws when the password file is missing: a new password would not be the database's. */
async function checkPassword(folder: ClusterFolder): Promise<void> {
  const text = await readFile(folder.password, 'utf8').catch(() => '')
  if (text.trim() !== '') return
  throw new PostgresError(
    `The file ${folder.password} is missing, and the database beside it cannot be opened without: ` +
      'restore it from a backup.',
  )
}

/** Creates the cluster in a temporary folder and renames it, so that a crash leaves nothing that looks finished. */
async function create(cluster: Cluster): Promise<void> {
  const { folder, user, password, binaries } = cluster
  const aside = asideName(folder, process.pid)
  const data = join(aside, 'data')
  await mkdir(data, { recursive: true })
  await chmod(data, 0o700)
  await writeFile(join(aside, 'initial-password'), password, { mode: 0o600 })
  if (user) await giveTo(user, aside)
  const { argument, cwd } = placeOf(data, user)
  const options = ['--data-checksums', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256']
  try {
    await run(
      binary(binaries, 'initdb'),
      ['-D', argument, `--username=${databaseUser}`, '--pwfile=../initial-password', ...options],
      { cwd, env: serverEnvironment, ...(user ? { uid: user.uid, gid: user.gid } : {}) },
    )
    await rename(data, folder.cluster)
    await sync(folder.home)
  } catch (error) {
    // Another process was first; its folder has the same password.
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw initError(error, folder)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Flushes the rename to disk: a power failure could undo it otherwise. */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A fixed environment for PostgreSQL's programs, independent of the app's. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  LC_ALL: 'C',
  PATH: '/usr/local/bin:/usr/bin:/bin',
}

function asideName(folder: ClusterFolder, pid: number): string {
  return join(folder.home, `cluster.${pid}.new`)
}

/** Removes the temporary folders of crashed attempts. */
async function removeUnfinished(folder: ClusterFolder): Promise<void> {
  for (const name of await readdir(folder.home)) {
    const pid = Number(/^cluster\.(\d+)\.new$/.exec(name)?.[1])
    if (Number.isNaN(pid) || (isAlive(pid) && pid !== process.pid)) continue
    // oxlint-disable-next-line no-await-in-loop
    await rm(join(folder.home, name), { recursive: true, force: true })
  }
}

function initError(error: unknown, folder: ClusterFolder): PostgresError {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const line =
    text
      .trim()
      .split('\n')
      .findLast((each) => each.includes('error:')) ?? text.trim()
  return new PostgresError(
    `The database could not be made in ${folder.home} (${line.replace(/^.*error: /, '')}). ` +
      'Look at the free space and the permissions there, or set DATABASE_URL to a server.',
    { cause: error },
  )
}

function otherVersion(folder: ClusterFolder, has: string, carries: string): PostgresError {
  return new PostgresError(
    `The database in ${folder.cluster} was written by PostgreSQL ${has}, and this version of Hubbub ` +
      `carries ${carries}. Start the version of Hubbub that wrote it, or move the data with pg_dump.`,
  )
}
