// Paths and addresses of the embedded PostgreSQL below the data folder, and whether its server runs.
// Synchronous and without other modules: Prisma's command line loads this file too.
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** The cluster's superuser. */
export const databaseUser = 'hubbub'
/** The role of the app and its tools. */
export const appRole = 'hubbub_app'
export const databaseName = 'hubbub'

export interface ClusterFolder {
  /** The parent folder of the others; owned by the app's user. */
  home: string
  /** PostgreSQL's data folder; owned by the user that it runs as. */
  cluster: string
  password: string
  /** File with the port of the last start, used again while it is free. */
  port: string
  log: string
}

export interface RunningServer {
  pid: number
  port: number
  /** The status in its lock file: starting, stopping, ready. */
  status: string
}

export function clusterFolder(dataDir: string): ClusterFolder {
  const home = join(dataDir, 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    log: join(home, 'server.log'),
  }
}

/** The database URL of the superuser. */
export function superuserUrl(password: string, port: number): string {
  return `postgresql://${databaseUser}:${password}@127.0.0.1:${port}/${databaseName}`
}

/** The database URL of the app's role; its password is a hash of the superuser's, which is given as `password`. */
export function databaseUrl(password: string, port: number): string {
  return `postgresql://${appRole}:${appPassword(password)}@127.0.0.1:${port}/${databaseName}`
}

export function appPassword(password: string): string {
  return createHash('sha256').update(`${appRole} ${password}`).digest('hex')
}

/** The address of the embedded database if it runs and accepts connections now, else null. */
export function embeddedUrl(dataDir: string): string | null {
  const folder = clusterFolder(dataDir)
  const server = runningServer(folder.cluster)
  const password = readText(folder.password)
  if (server?.status !== 'ready' || !password) return null
  return databaseUrl(password.trim(), server.port)
}

/** The server that runs on the folder, by its lock file; null when its process is gone. */
export function runningServer(cluster: string): RunningServer | null {
  const server = lockedBy(cluster)
  return server && isAlive(server.pid) && mayServe(server.pid, cluster) ? server : null
}

/** Whether the lock file names a living process that is not a server of this folder. */
export function isLockOfAnother(cluster: string): boolean {
  const server = lockedBy(cluster)
  return server !== null && isAlive(server.pid) && !mayServe(server.pid, cluster)
}

/** Reads postmaster.pid, which has eight lines once the server is up, and fewer while it starts. */
function lockedBy(cluster: string): RunningServer | null {
  const lines = readText(join(cluster, 'postmaster.pid'))?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' }
}

/** A process that may not be signalled is another user's, so not our server: PostgreSQL's own check does the same. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Process ids are reused, above all in containers, where each start counts from 1. PostgreSQL's working directory is
 * its data folder, which Linux shows; where it cannot be read, the lock file is trusted.
 */
function mayServe(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
