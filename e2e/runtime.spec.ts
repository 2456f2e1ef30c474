// `npm start`, whatever Node.js npm itself runs on: the one that came with the install takes over.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { openTestFolder } from '#platform/test-folder.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'

const root = join(import.meta.dirname, '..')
const brought = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** What a shell has that nobody has put anything of this project in. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const plain = { ...process.env }
  for (const name of Object.keys(plain)) if (/^npm_/i.test(name)) delete plain[name]
  const path = (process.env['PATH'] ?? '').split(delimiter)
  plain['PATH'] = path.filter((folder) => !folder.includes('node_modules')).join(delimiter)
  return plain
}

/** The one that came, or, where none is made for the machine, that of whoever runs this. */
function expectedRuntime(): string {
  if (!existsSync(join(root, 'node_modules', brought))) return process.version
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  return `v${optionalDependencies[brought]}`
}

test('it runs on the Node.js that came with it', async () => {
  const folder = openTestFolder()
  const port = await freePort()
  const server = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...plainEnvironment(),
      PORT: String(port),
      DATA_DIR: join(folder.path, 'data'),
      DATABASE_URL: '',
      PUBLIC_URL: '',
    },
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  let runtime: unknown = null
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.includes('"runtime"')) continue
    runtime = (JSON.parse(line) as { runtime: unknown }).runtime
    break
  }
  expect(runtime).toBe(expectedRuntime())
  const ended = once(server, 'exit')
  process.kill(-(server.pid ?? 0), 'SIGTERM')
  await ended
  await folder.remove()
})

test('server.ts itself runs the build that was used last', async () => {
  const folder = openTestFolder()
  const port = await freePort()
  const { NEXT_DIST_DIR: _, ...environment } = process.env
  const server = spawn(process.execPath, ['server.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environment,
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: join(folder.path, 'data'),
      DATABASE_URL: '',
      PUBLIC_URL: '',
    },
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  const status = (path: string) =>
    fetch(`http://localhost:${port}${path}`).then(
      (response) => response.status,
      () => 0,
    )
  await expect.poll(() => status('/healthz'), { timeout: 30_000 }).toBe(200)
  expect(await status('/sign-up')).toBe(200)
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  await folder.remove()
})
