// Builds once and starts one production server on a free port, with its own database and without rate limits.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestFolder } from '#platform/test-folder.ts'
import { freePort } from './free-port.ts'

const root = join(import.meta.dirname, '..')
const startLimitMs = 240_000

export default async function setup(): Promise<() => Promise<void>> {
  const folder = openTestFolder()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const logFile = join(folder.path, 'server.log')
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: join(folder.path, 'data'),
      DATABASE_URL: '',
      HOST: '',
      LIVE_TRANSPORTS: '',
      LOG_LEVEL: 'info',
      PORT: String(port),
      PUBLIC_URL: '',
      RATE_LIMIT: 'off',
    },
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  const log = createWriteStream(logFile)
  for (const output of [server.stdout, server.stderr]) output.pipe(log, { end: false })
  try {
    await ready(server, origin)
  } catch (error) {
    const tail = readFileSync(logFile, 'utf8').split('\n').slice(-40).join('\n')
    await folder.remove()
    throw new Error(`The server did not start:\n${tail}`, { cause: error })
  }
  process.env['E2E_ORIGIN'] = origin
  return async () => {
    server.kill('SIGTERM')
    await folder.remove()
  }
}

async function ready(server: ChildProcess, origin: string): Promise<void> {
  const limit = Date.now() + startLimitMs
  while (Date.now() < limit) {
    if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode}.`)
    const healthy = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return
    await pause(200)
  }
  throw new Error(`It was not ready after ${startLimitMs / 1000} s.`)
}
