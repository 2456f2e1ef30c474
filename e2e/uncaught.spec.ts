// An error that nobody catches: the server says it, drains and ends with code 1, so that a supervisor starts it anew.
import { once } from 'node:events'
import { join } from 'node:path'
import { openTestFolder } from '#platform/test-folder.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'
import { spawnServer } from './spawn-server.ts'

test('an error that nobody caught ends the server in order, and is in the log', async () => {
  const folder = openTestFolder()
  const port = await freePort()
  const thrower = `process.on('SIGUSR2', () => { throw new Error('planted') })`
  const server = spawnServer({
    dataDir: join(folder.path, 'data'),
    port,
    flags: ['--import', `data:text/javascript,${encodeURIComponent(thrower)}`],
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  let said = ''
  server.stdout.on('data', (bytes) => (said += String(bytes)))
  const ready = () =>
    fetch(`http://localhost:${port}/healthz`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(ready, { timeout: 30_000 }).toBe(200)
  const stream = await fetch(`http://localhost:${port}/live/sse?topics=feed`)
  const ended = stream.text()
  const exited = once(server, 'exit')
  server.kill('SIGUSR2')
  const [code] = (await exited) as [number | null]
  expect(code).toBe(1)
  // The stream was asked to come back, not cut.
  expect(await ended).toMatch(/retry: \d+\n\n$/)
  expect(said).toContain('planted')
  expect(said).not.toContain('did not stop')
  await folder.remove()
})
