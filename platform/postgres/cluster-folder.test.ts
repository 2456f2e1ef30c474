import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterFolder, embeddedUrl, isLockOfAnother, runningServer } from './cluster-folder.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hubbub-cluster-'))
  await mkdir(clusterFolder(dataDir).cluster, { recursive: true })
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

function lock(pid: number, status: string): Promise<void> {
  const lines = [
    pid,
    '/somewhere',
    1_790_000_000,
    4321,
    '',
    '127.0.0.1',
    ' 123 4',
    `${status}   `,
    '',
  ]
  return writeFile(join(clusterFolder(dataDir).cluster, 'postmaster.pid'), lines.join('\n'))
}

test('no database runs where there is none', () => {
  expect(embeddedUrl(join(dataDir, 'nothing'))).toBeNull()
  expect(embeddedUrl(dataDir)).toBeNull()
})

test('a process that works inside the folder is its server', async () => {
  const { cluster, password } = clusterFolder(dataDir)
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { cwd: cluster })
  await once(child, 'spawn')
  try {
    await writeFile(password, 'secret\n')
    await lock(child.pid!, 'starting')
    expect(runningServer(cluster)).toEqual({ pid: child.pid, port: 4321, status: 'starting' })
    expect(embeddedUrl(dataDir)).toBeNull()
    await lock(child.pid!, 'ready')
    expect(embeddedUrl(dataDir)).toMatch(
      /^postgresql:\/\/hubbub_app:[0-9a-f]{64}@127\.0\.0\.1:4321\/hubbub$/,
    )
  } finally {
    child.kill()
    await once(child, 'exit')
  }
  expect(runningServer(cluster)).toBeNull()
  expect(isLockOfAnother(cluster)).toBe(false)
})

test.runIf(process.platform === 'linux')(
  'a process id that came again is not the server',
  async () => {
    const { cluster } = clusterFolder(dataDir)
    await lock(process.pid, 'ready')
    expect(runningServer(cluster)).toBeNull()
    expect(isLockOfAnother(cluster)).toBe(true)
  },
)

test('a lock file that is still being written names no server', async () => {
  const { cluster } = clusterFolder(dataDir)
  await writeFile(join(cluster, 'postmaster.pid'), '')
  expect(runningServer(cluster)).toBeNull()
})
