// An app of examples/ as somebody has it who installed the packed engine, on a database of its own.
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { packLive } from '#scripts/pack-live.ts'

const root = join(import.meta.dirname, '..')

export interface ExampleApp {
  url: string
  /** Ends it without a chance to tidy up, and starts it again at the same address. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

export async function startExample(name: string): Promise<ExampleApp> {
  const folder = mkdtempSync(join(tmpdir(), `hubbub-${name}-`))
  const packed = join(folder, 'hubbub-live.tgz')
  await packLive(packed)
  cpSync(join(root, 'examples', name), folder, { recursive: true })
  // The packages of this project, as links: an install would fetch the same ones again.
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(folder, 'node_modules')])
  const installed = join(folder, 'node_modules/@hubbub/live')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['xzf', packed, '-C', installed, '--strip-components', '1'])
  const node = (...args: string[]) =>
    execFileSync(process.execPath, args, {
      cwd: folder,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        NODE_ENV: 'production',
      },
    })
  if (name === 'tweet') node('node_modules/prisma/build/index.js', 'generate')
  node('node_modules/typescript/bin/tsc', '--noEmit')
  node('node_modules/next/dist/bin/next', 'build')
  const database = await startEmbedded(join(folder, 'data'), createLogger('silent'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  let app: ChildProcess
  const start = async (): Promise<void> => {
    app = spawn(process.execPath, ['server.ts'], {
      cwd: folder,
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        PORT: String(port),
        NODE_ENV: 'production',
      },
      stdio: 'ignore',
    })
    await answering(url)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (app.exitCode !== null || !app.kill(signal)) return
    await once(app, 'exit')
  }
  await start()
  return {
    url,
    async killAndRestart() {
      await end('SIGKILL')
      await start()
    },
    async stop() {
      await end('SIGKILL')
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`${url} does not answer.`)
}
