// Test of backUp: a backup made during writes starts, and has everything from before it began.
import { chmod, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { backUp } from './back-up.ts'
import { clusterFolder } from './cluster-folder.ts'
import { startEmbedded } from './embedded.ts'
import { eachFolder } from './test-each-folder.ts'
import { execute } from './test-server.ts'

vi.setConfig({ testTimeout: 90_000 })
const logger = createLogger('silent')
const own = eachFolder()

test('a copy of a database under load starts, is whole, and has what was committed before it began', async () => {
  const database = await startEmbedded(own.dataDir, logger)
  await writeFile(join(own.dataDir, 'secret'), 'kept')
  await execute(
    database.url,
    `CREATE TABLE things AS SELECT id, md5(id::text) AS sum FROM generate_series(1, 200000) AS id`,
  )
  await execute(database.url, 'ALTER TABLE things ADD PRIMARY KEY (id)')
  const writer = new pg.Client({ connectionString: database.url })
  await writer.connect()
  let committed = 200_000
  let stopped = false
  const writing = (async () => {
    while (!stopped) {
      const next = committed + 1
      await writer.query('INSERT INTO things VALUES ($1::int, md5($1::int::text))', [next])
      committed = next
    }
  })()
  await expect.poll(() => committed).toBeGreaterThan(200_100)
  const before = committed
  const target = join(own.folder.path, 'backup')
  await backUp(own.dataDir, database.superuserUrl, target)
  stopped = true
  await writing
  await writer.end()
  await expect(backUp(own.dataDir, database.superuserUrl, target)).rejects.toThrow('is not empty')
  await database.stop()

  // Other permissions, as after a copy from another machine.
  await chmod(clusterFolder(target).cluster, 0o755)
  const copy = await startEmbedded(target, logger)
  const [row] = await execute(
    copy.url,
    `SELECT count(*)::int AS count, max(id) AS last, bool_and(sum = md5(id::text)) AS whole FROM things`,
  )
  expect(row?.['whole']).toBe(true)
  expect(row?.['count']).toBe(row?.['last'])
  expect(row?.['last']).toBeGreaterThanOrEqual(before)
  expect(row?.['last']).toBeLessThanOrEqual(committed)
  expect((await stat(join(target, 'secret'))).size).toBe(4)
  await copy.stop()
})
