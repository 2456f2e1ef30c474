// A production server in a process of its own, on a folder and a port of its own.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

interface Spawning {
  dataDir: string
  port: number
  /** Of its environment, beside those that every test has. */
  settings?: Record<string, string>
  /** The folder of the sources, where it is a copy of them. */
  root?: string
  stderr?: 'inherit' | 'pipe'
  /** Arguments of Node itself. */
  flags?: readonly string[]
}

export type ServerProcess = ChildProcess & { stdout: Readable }

/** Its standard output is the log. */
export function spawnServer({
  dataDir,
  port,
  settings = {},
  root = join(import.meta.dirname, '..'),
  stderr = 'inherit',
  flags = [],
}: Spawning): ServerProcess {
  const server = spawn(process.execPath, [...flags, 'scripts/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', stderr],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      PUBLIC_URL: '',
      ...settings,
    },
  })
  const { stdout } = server
  if (!stdout) throw new Error('A server has no standard output.')
  return Object.assign(server, { stdout })
}
