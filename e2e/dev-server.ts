// The development server over a copy of the sources, so that a test may change them.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestFolder } from '#platform/test-folder.ts'
import { copyTree } from './copied-tree.ts'
import { freePort } from './free-port.ts'

const startLimitMs = 180_000

export interface DevServer {
  origin: string
  /** Puts other words in a file of the copy. */
  edit(path: string, from: string, to: string): void
  stop(): Promise<void>
}

export async function startDevServer(): Promise<DevServer> {
  const copy = copyTree()
  const folder = openTestFolder()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const { DATABASE_URL: _, ...environment } = process.env
  const server = spawn(process.execPath, ['scripts/dev.mjs'], {
    cwd: copy.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      DATA_DIR: join(folder.path, 'data'),
      PORT: String(port),
      PUBLIC_URL: '',
      RATE_LIMIT: 'off',
    },
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  let log = ''
  for (const output of [server.stdout, server.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => (log += text))
  }
  const gone = new Promise((resolve) => server.once('exit', resolve))
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await Promise.race([gone, pause(15_000)])
    await folder.remove()
    copy.remove()
  }
  const limit = Date.now() + startLimitMs
  for (;;) {
    const ready = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) break
    if (server.exitCode === null && Date.now() < limit) {
      await pause(200)
      continue
    }
    await stop()
    throw new Error(`The development server did not start:\n${log}`)
  }
  return {
    origin,
    edit: copy.edit,
    stop,
  }
}
