// Server processes that have one processor for themselves, so that load and server do not share one.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { freePort } from '../e2e/free-port.ts'
import { ensureBuild } from '../scripts/build.mjs'
import { pause } from './pause.ts'

export const serverCore = '0'
export const loadCore = '1'
const startLimitMs = 60_000

export const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Keeps a process that runs, and those that it starts, to one processor. */
export function pin(pid: number | undefined, core: string): void {
  if (canPin && pid !== undefined) spawnSync('taskset', ['-cp', core, String(pid)])
}

export interface Pinned {
  origin: string
  stop(): Promise<void>
}

/** Runs a Node program that listens on a port; resolves when it answers. */
export async function startPinned(
  args: readonly string[],
  port: number,
  env: Record<string, string> = {},
): Promise<Pinned> {
  const command = canPin ? ['taskset', '-c', serverCore, process.execPath] : [process.execPath]
  const [program = '', ...rest] = [...command, ...args]
  const child = spawn(program, rest, {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://127.0.0.1:${port}`
  for (const limit = Date.now() + startLimitMs; ;) {
    if (child.exitCode !== null || Date.now() > limit)
      throw new Error(`${args.join(' ')} did not start.`)
    if (await answers(origin)) return { origin, stop: () => end(child) }
    await pause(100)
  }
}

/** Hubbub as `npm start` runs it, built before so that the start is not waited for. */
export async function startHubbub(env: Record<string, string>): Promise<Pinned> {
  await ensureBuild()
  return startPinned(['scripts/start.mjs'], await freePort(), {
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'warn',
    ...env,
  })
}

function answers(origin: string): Promise<boolean> {
  return fetch(origin).then(
    ({ status }) => status < 500,
    () => false,
  )
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
