import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'
import { databaseAt, execute } from './test-server.ts'

test('a database of a test goes also while the superuser is at work in it, as autovacuum is', async () => {
  const { url, drop } = await createTestDatabase()
  const name = new URL(url).pathname.slice(1)
  const worker = new pg.Client({
    connectionString: databaseAt(inject('testSuperuserUrl'), name),
  })
  worker.on('error', () => undefined)
  await worker.connect()
  await drop()
  const found = `SELECT 1 FROM pg_database WHERE datname = '${name}'`
  expect(await execute(inject('testServerUrl'), found)).toEqual([])
  await worker.end().catch(() => undefined)
})
