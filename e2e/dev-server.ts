// The development server over a copy of the sources, so that a test may change them.
import { spawn } from 'node:child_process'
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestFolder } from '../scripts/test-folder.ts'
import { freePort } from './free-port.ts'

const root = join(import.meta.dirname, '..')
const startLimitMs = 180_000
/** What is made, kept or read by nobody but people. */
const leftOut = new Set([
  '.git',
  '.next',
  'bench',
  'data',
  'dist',
  'docs',
  'e2e',
  'node_modules',
  'test-results',
])

export interface DevServer {
  origin: string
  /** Puts other words in a file of the copy. */
  edit(path: string, from: string, to: string): void
  stop(): Promise<void>
}

export async function startDevServer(): Promise<DevServer> {
  const parent = join(root, 'test-results')
  mkdirSync(parent, { recursive: true })
  const copy = mkdtempSync(join(parent, 'dev-'))
  for (const path of readdirSync(root)) {
    if (!leftOut.has(path)) cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  // Bundlers read no packages through a link out of the folder that they work in.
  linkTree(join(root, 'node_modules'), join(copy, 'node_modules'))
  const folder = openTestFolder()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const { DATABASE_URL: _, ...environment } = process.env
  const server = spawn(process.execPath, ['scripts/dev.mjs'], {
    cwd: copy,
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
    rmSync(copy, { recursive: true, force: true })
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
    edit(path, from, to) {
      const file = join(copy, path)
      const text = readFileSync(file, 'utf8')
      if (!text.includes(from)) throw new Error(`${path} does not say "${from}".`)
      writeFileSync(file, text.replace(from, to))
    },
    stop,
  }
}

/** The same files under another name: they take no room. */
function linkTree(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkSync(source, target)
  }
}
