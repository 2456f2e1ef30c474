// A server that may not open more files refuses connections, and is as before when there are fewer again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { openTestFolder } from '#platform/test-folder.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'

test.skip(process.platform !== 'linux', 'Only Linux tells how many files a process may open.')

const root = join(import.meta.dirname, '..')

/** A server whose process may have so many files open. */
function spawnWith(files: number, dataDir: string, port: number) {
  const start = `ulimit -n ${files}; exec "${process.execPath}" scripts/start.mjs`
  return spawn('sh', ['-c', start], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      PUBLIC_URL: '',
    },
  })
}

test('400 connections to a server that may open 256 files break no page', async () => {
  test.setTimeout(90_000)
  const folder = openTestFolder()
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = spawnWith(256, join(folder.path, 'data'), port)
  if (server.pid !== undefined) folder.watch(server.pid)
  let said = ''
  server.stdout.on('data', (bytes) => (said += String(bytes)))
  const status = (path: string) =>
    fetch(origin + path, { headers: { connection: 'close' } }).then(
      (response) => response.status,
      () => 0,
    )
  await expect.poll(() => status('/healthz'), { timeout: 60_000 }).toBe(200)

  const sockets = Array.from({ length: 400 }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  )
  await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBeGreaterThan(200)
  for (const path of ['/', '/rooms', '/sign-up', '/sign-in', '/no-such-page', '/own']) {
    expect(await status(path)).toBe(0)
  }
  expect(said).toContain('connections are refused')
  for (const socket of sockets) socket.destroy()
  await expect.poll(() => status('/healthz')).toBe(200)
  expect(await status('/')).toBe(200)
  expect(await status('/sign-up')).toBe(200)
  expect(await status('/sign-in')).toBe(200)
  expect(await status('/no-such-page')).toBe(404)
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  await folder.remove()
})

test('with too few files for anybody it says so, and how many are needed', async () => {
  const folder = openTestFolder()
  const server = spawnWith(100, join(folder.path, 'data'), await freePort())
  if (server.pid !== undefined) folder.watch(server.pid)
  let said = ''
  server.stderr.on('data', (bytes) => (said += String(bytes)))
  const [code] = (await once(server, 'exit')) as [number]
  expect(code).toBe(1)
  expect(said).toMatch(/may have 100 files open, and Hubbub needs \d+ or more/)
  await folder.remove()
})
