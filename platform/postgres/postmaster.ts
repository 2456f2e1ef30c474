// Starts and stops the process of the embedded PostgreSQL. It has a session of its own, so that a Ctrl-C
// or a crash of the app does not end it; it is stopped by escalating signals.
import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { binary } from './binaries.ts'
import { placeOf, serverEnvironment } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { isLockOfAnother, runningServer } from './cluster-folder.ts'

const largestLog = 1_000_000

/** Passed at each start instead of written to a file, so that a new version of the app can change them. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  // A container's /dev/shm is too small for parallel workers.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors of statements go to their client; the log is for the server itself.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  cluster_name: 'hubbub',
}

export interface Launched {
  /** Undefined while it runs. */
  exitCode(): number | null | undefined
  /** The fatal messages in the log since the start. */
  complaint(): Promise<string>
}

/** Starts the server on the port; the caller must check that it comes up. */
export function launch(cluster: Cluster, port: number): Launched {
  const { folder, binaries, user } = cluster
  const { argument, cwd } = placeOf(folder.cluster, user)
  const log = openLog(folder.log)
  const given = { ...settings, port: String(port) }
  const child = spawn(
    binary(binaries, 'postgres'),
    [
      '-D',
      argument,
      ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      cwd,
      // So that PostgreSQL does not take its grandparent for the owner of a stale lock file.
      env: { ...serverEnvironment, PG_GRANDPARENT_PID: String(process.ppid) },
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      stdio: ['ignore', log.descriptor, log.descriptor],
      detached: true,
      windowsHide: true,
    },
  )
  closeSync(log.descriptor)
  child.unref()
  let exitCode: number | null | undefined
  child.on('exit', (code) => (exitCode = code))
  child.on('error', () => (exitCode = null))
  return {
    exitCode: () => exitCode,
    complaint: async () => {
      const text = (await readFile(folder.log)).subarray(log.size).toString()
      const fatal = text.split('\n').filter((line) => /FATAL|PANIC|could not/.test(line))
      return fatal.map((line) => line.replace(/^.*?(?:FATAL|PANIC|LOG|WARNING):\s+/, '')).join('; ')
    },
  }
}

function openLog(file: string): { descriptor: number; size: number } {
  const size = sizeOf(file)
  if (size > largestLog) renameSync(file, `${file}.1`)
  return { descriptor: openSync(file, 'a', 0o600), size: size > largestLog ? 0 : size }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** Removes a lock file whose process id now belongs to another program: PostgreSQL would refuse to start. */
export async function removeStaleLock(cluster: Cluster): Promise<void> {
  const { folder } = cluster
  if (isLockOfAnother(folder.cluster))
    await rm(join(folder.cluster, 'postmaster.pid'), { force: true })
}

/** The signals in order, each with its share of the time limit. */
const escalation = [
  ['SIGINT', 0.6],
  ['SIGQUIT', 0.25],
  ['SIGKILL', 0.15],
] as const

/** Stops the server, at first gracefully, at last by force. False when it still runs after the limit. */
export async function shutDown(cluster: Cluster, limitMs: number): Promise<boolean> {
  const pid = runningServer(cluster.folder.cluster)?.pid
  if (pid === undefined) return true
  for (const [signal, share] of escalation) {
    // oxlint-disable-next-line no-await-in-loop
    await send(cluster, signal, pid)
    const limit = Date.now() + share * limitMs
    while (Date.now() < limit) {
      // Check the lock file too: an unreaped zombie keeps its process id.
      if (runningServer(cluster.folder.cluster)?.pid !== pid) return true
      // oxlint-disable-next-line no-await-in-loop
      await wait(20)
    }
  }
  return false
}

/** Asks the server for a clean shutdown, without waiting. */
export function endAlone(pid: number): void {
  kill(pid, 'SIGINT')
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has just ended.
  }
}

async function send(cluster: Cluster, signal: (typeof escalation)[number][0], pid: number) {
  if (process.platform === 'win32') {
    // Windows has no signals; pg_ctl emulates them.
    const name = signal.slice(3)
    await new Promise((done) => {
      execFile(binary(cluster.binaries, 'pg_ctl'), ['kill', name, String(pid)], done)
    })
    return
  }
  kill(pid, signal)
}

/** The wanted port if it is free, else any free port. */
export async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted
}

export function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : null))
    })
  })
}
