// Signals end the server and its database, whenever they come.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clusterFolder, runningServer } from '#platform/postgres/cluster-folder.ts'
import { openTestFolder } from '#platform/test-folder.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'
import { spawnServer } from './spawn-server.ts'

/** Starts a server on a folder of its own, tells it to stop at a moment, and waits for its end. */
async function endedBy(
  signal: NodeJS.Signals,
  isMoment: (said: string, dataDir: string) => boolean,
): Promise<void> {
  const folder = openTestFolder()
  const dataDir = join(folder.path, 'data')
  const server = spawnServer({ dataDir, port: await freePort() })
  if (server.pid !== undefined) folder.watch(server.pid)
  const ended = once(server, 'exit')
  let said = ''
  server.stdout.on('data', (bytes) => (said += String(bytes)))
  await expect.poll(() => isMoment(said, dataDir), { intervals: [10], timeout: 60_000 }).toBe(true)
  server.kill(signal)
  expect(await ended).toEqual([0, null])
  expect(said).toContain('stopping')
  expect(said).not.toContain('did not stop')
  expect(runningServer(clusterFolder(dataDir).cluster)).toBeNull()
  await folder.remove()
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} stops the server and its database`, () =>
    endedBy(signal, (said) => said.includes('Hubbub is at')))
}

const moments: Record<string, (said: string, dataDir: string) => boolean> = {
  'while the database is made': (_, dataDir) => existsSync(join(dataDir, 'postgres')),
  'while the database starts': (_, dataDir) =>
    runningServer(clusterFolder(dataDir).cluster)?.status === 'starting',
  'once the database is ready': (said) => said.includes('database ready'),
  'between migrations': (said) => said.includes('migration applied'),
}
for (const [moment, isMoment] of Object.entries(moments)) {
  test(`a signal ${moment} leaves nothing running`, () => endedBy('SIGTERM', isMoment))
}
