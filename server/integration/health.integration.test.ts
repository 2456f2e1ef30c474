// The health check notices failures that reads alone would not show.
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { logLock } from '#live/server/log/append.ts'
import { databaseAt } from '#platform/postgres/test-server.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

let node: TestNode
let ada: Person
let superuser: pg.Client

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
  const name = new URL(node.databaseUrl).pathname.slice(1)
  superuser = new pg.Client({ connectionString: databaseAt(inject('testSuperuserUrl'), name) })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await node.stop()
})

interface Health {
  status: number
  problems: string[]
}

async function health(path = '/healthz'): Promise<Health> {
  const response = await node.request(path)
  const { problems } = (await response.json()) as { problems: string[] }
  return { status: response.status, problems }
}

const inTime = { timeout: 25_000, interval: 200 }

test('a node that is well says so, and that it is ready', async () => {
  expect(await health()).toEqual({ status: 200, problems: [] })
  expect(await health('/readyz')).toEqual({ status: 200, problems: [] })
})

test('a database that takes no changes is noticed though nobody writes, and when it has passed', async () => {
  const name = new URL(node.databaseUrl).pathname.slice(1)
  const readOnly = async (is: 'on' | 'off'): Promise<void> => {
    await superuser.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${is}`)
    // A database setting applies to new connections only.
    await superuser.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    )
  }
  await readOnly('on')
  await expect
    .poll(() => health(), inTime)
    .toEqual({ status: 503, problems: ['The database takes no changes: it is read-only.'] })
  await readOnly('off')
  await expect.poll(() => health(), inTime).toEqual({ status: 200, problems: [] })
})

test('while another node holds the log, commands are answered in time, and the node says why it cannot write', async () => {
  const postId = await writePost(node, ada, 'Liked')
  await superuser.query('BEGIN')
  await superuser.query('SELECT pg_advisory_xact_lock($1)', [logLock])
  const answer = node.command(ada, { type: 'like', postId })
  await expect.poll(async () => (await health()).status, inTime).toBe(503)
  expect(await answer).toMatchObject({ type: 'error', code: 'unavailable' })
  await expect
    .poll(async () => (await health()).problems, inTime)
    .toContain('Another node holds the lock of the log for too long.')
  await superuser.query('ROLLBACK')
  await expect.poll(() => health(), inTime).toEqual({ status: 200, problems: [] })
  expect(await node.command(ada, { type: 'unlike', postId })).toMatchObject({ type: 'ack' })
})
