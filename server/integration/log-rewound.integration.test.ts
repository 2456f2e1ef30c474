// A database restored to an earlier time: clients with newer cursors get a reset, and continue without a gap.
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSocket, openSse } from './test-readers.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

let node: TestNode
let ada: Person

beforeEach(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterEach(() => node.stop())

async function cursor(): Promise<string> {
  const answer = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
    cursor: string
  }
  return answer.cursor
}

async function end(): Promise<bigint> {
  return (await node.db.event.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n
}

/** Restores the state of that moment; the sequence stands where it stood, or, after a crash, `ahead` of it. */
async function putBackTo(id: bigint, ahead = 0): Promise<void> {
  const client = new pg.Client({ connectionString: node.databaseUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    // No notes of external changes: a restored database has none of these deletions.
    await client.query(`SET LOCAL hubbub.node = 'restore'`)
    await client.query('DELETE FROM posts WHERE id IN (SELECT subject FROM events WHERE id > $1)', [
      id,
    ])
    await client.query('DELETE FROM events WHERE id > $1', [id])
    await client.query('DELETE FROM log_epochs WHERE first > $1', [id])
    await client.query(`SELECT setval('event_ids', $1)`, [id + BigInt(ahead)])
    await client.query('COMMIT')
    // Disconnects the node, as a restart of the database server would.
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
  } finally {
    await client.end()
  }
}

interface Polled {
  reset?: boolean
  events: { type: string; data: { post?: { body: string } } }[]
}

async function missedSince(since: string): Promise<string[] | 'reset'> {
  const response = await node.request(`/live/poll?topics=feed&since=${since}&wait=0`)
  const { reset, events } = (await response.json()) as Polled
  return reset === true ? 'reset' : events.flatMap(({ data }) => data.post?.body ?? [])
}

test('[S6] after a restore, a cursor of what is gone gets a reset, however far the log has grown since', async () => {
  await writePost(node, ada, 'Kept')
  const before = await cursor()
  const kept = await end()
  for (let count = 0; count < 3; count += 1) await writePost(node, ada, 'Lost')
  const beyond = await cursor()
  await putBackTo(kept)
  await node.restart()
  expect(await missedSince(beyond)).toBe('reset')
  for (let count = 0; count < 9; count += 1) await writePost(node, ada, `New ${count}`)
  expect(await missedSince(beyond)).toBe('reset')
  const sse = await openSse(node, `topics=feed&since=${beyond}`)
  await sse.next(({ type }) => type === 'reset')
  sse.close()
  const socket = await openSocket(node, `topics=feed&since=${beyond}`)
  await socket.next(({ type }) => type === 'reset')
  socket.close()
  // Clients whose cursor is not beyond the restored log resume where they were.
  expect(await missedSince(before)).toEqual(Array.from({ length: 9 }, (_, count) => `New ${count}`))
})

test.each([1, 32])(
  'a sequence that is %d ahead after a restore hides no event that is gone',
  async (ahead) => {
    const kept = await end()
    const cursors: string[] = []
    for (let count = 0; count < 3; count += 1) {
      await writePost(node, ada, 'Lost')
      cursors.push(await cursor())
    }
    await putBackTo(kept, ahead)
    await node.restart()
    for (const each of cursors) expect(await missedSince(each)).toBe('reset')
    await writePost(node, ada, 'New')
    for (const each of cursors) expect(await missedSince(each)).toBe('reset')
  },
)

test('restarts alone make no cursor invalid, and the same event has the same cursor', async () => {
  const first = await cursor()
  await writePost(node, ada, 'One')
  const second = await cursor()
  await node.restart()
  await writePost(node, ada, 'Two')
  const third = await cursor()
  await node.restart()
  expect(await missedSince(first)).toEqual(['One', 'Two'])
  expect(await missedSince(second)).toEqual(['Two'])
  expect(await missedSince(third)).toEqual([])
})

test('a database that is put back under a running node ends what it follows, and all read anew', async () => {
  await writePost(node, ada, 'Kept')
  const kept = await end()
  await writePost(node, ada, 'Lost')
  const beyond = await cursor()
  const sse = await openSse(node, 'topics=feed')
  await putBackTo(kept)
  await sse.closed
  await expect.poll(() => missedSince(beyond), { timeout: 10_000 }).toBe('reset')
  await expect
    .poll(async () => (await node.command(ada, { type: 'post', body: 'New' })).type, {
      timeout: 10_000,
    })
    .toBe('ack')
  expect(await missedSince(beyond)).toBe('reset')
  expect(await (await node.request('/live/snapshot?topics=feed')).text()).toContain('New')
})

test('[L2] the same event has the same cursor on every transport and node, and after a restart', async () => {
  const since = await cursor()
  await writePost(node, ada, 'One')
  const other = await startTestNode({ databaseUrl: node.databaseUrl })
  const query = `topics=feed&since=${since}`
  const told = async (at: TestNode): Promise<(string | undefined)[]> => {
    const readers = [await openSse(at, query), await openSocket(at, query)]
    const events = await Promise.all(
      readers.map((reader) => reader.next(({ type }) => type === 'post.created')),
    )
    for (const reader of readers) reader.close()
    const polled = await at.request(`/live/poll?${query}&wait=0`)
    const answer = (await polled.json()) as { events: { type: string; id: string }[] }
    const event = answer.events.find(({ type }) => type === 'post.created')
    return [...events.map(({ id }) => id), event?.id]
  }
  const ids = [...(await told(node)), ...(await told(other))]
  await node.restart()
  ids.push(...(await told(node)))
  expect(ids).toEqual(Array.from({ length: 9 }, () => expect.any(String) as string))
  expect(new Set(ids).size).toBe(1)
  await other.stop()
})
