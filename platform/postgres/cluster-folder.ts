// Where the embedded PostgreSQL keeps its things below the data folder, and what runs there now.
// Read synchronously and without other modules: Prisma's command line loads this file too.
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Made with the cluster: its superuser. */
export const databaseUser = 'hubbub'
/** Whom the app and its tools work as. */
export const appRole = 'hubbub_app'
export const databaseName = 'hubbub'

export interface ClusterFolder {
  /** Holds the rest; belongs to the app. */
  home: string
  /** PostgreSQL's own folder; belongs to the user it runs as. */
  cluster: string
  password: string
  /** The port of the last start: kept while it is free. */
  port: string
  log: string
}

export interface RunningServer {
  pid: number
  port: number
  /** What it says of itself: starting, stopping, ready. */
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

/** The superuser's address. */
export function superuserUrl(password: string, port: number): string {
  return `postgresql://${databaseUser}:${password}@127.0.0.1:${port}/${databaseName}`
}

/** The app's address; `password` is the superuser's, from which its own follows and not the other way. */
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

/** What postmaster.pid says. It has eight lines once the server is up; fewer while it starts. */
function lockedBy(cluster: string): RunningServer | null {
  const lines = readText(join(cluster, 'postmaster.pid'))?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' }
}

/** A process that may not be signalled is another user's, and no server of ours: PostgreSQL sees it so too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * A process id comes again, above all in a container where each start counts from 1. PostgreSQL works
 * inside its folder, which Linux shows; where it cannot be seen the lock file is believed.
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
