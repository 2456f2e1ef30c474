// A page is a snapshot at a cursor, then a subscription from that cursor: nothing may be lost in between, however much is written meanwhile.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCursor } from '#live/protocol/cursor.ts'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket, openSse } from './test-readers.ts'

const subscriptions = 1000
const atOnce = 50

let node: TestNode
let people: Person[]

beforeAll(async () => {
  node = await startTestNode()
  people = await Promise.all(Array.from({ length: 4 }, () => node.signUp()))
})
afterAll(() => node.stop())

interface SnapshotAnswer {
  cursor: string
  snapshots: { feed: { posts: { id: string }[] } }
}

/** What one client has seen: the posts from the oldest of its snapshot on, up to an event of the log. */
interface Seen {
  posts: Set<string>
  oldest: string
  upTo: string
}

/** Starts a client, which ends when the post `last()` has arrived. */
async function read(index: number, last: () => string | null): Promise<Seen> {
  const response = await node.request('/live/snapshot?topics=feed')
  const { cursor, snapshots } = (await response.json()) as SnapshotAnswer
  const open = index % 2 === 0 ? openSse : openSocket
  const reader = await open(node, `topics=feed&since=${cursor}`)
  const posts = new Set(snapshots.feed.posts.map(({ id }) => id))
  const oldest = [...posts].toSorted()[0] ?? ''
  // After a few more posts this client ends; the next one starts at another moment.
  const marker = await nextPost(last)
  await reader.next(({ type, data }) => type === 'post.created' && idOf(data) >= marker)
  let upTo = cursor
  for (const { type, data } of reader.received) {
    if (type !== 'post.created') continue
    posts.add(idOf(data))
    upTo = String(data['id'])
  }
  reader.close()
  return { posts, oldest, upTo }
}

function idOf(data: Record<string, unknown>): string {
  return (data['data'] as { post: { id: string } }).post.id
}

async function nextPost(last: () => string | null): Promise<string> {
  const now = last()
  await expect.poll(() => last() !== now, { timeout: 10_000, interval: 5 }).toBe(true)
  return last() ?? ''
}

test(`[S1] ${subscriptions} readers begin while others write, and none has a gap`, async () => {
  const written: string[] = []
  let writing = true
  const work = people.map(async (person) => {
    while (writing) {
      const answer = await node.command(person, { type: 'post', body: 'on and on' })
      if (answer.type === 'ack' && 'post' in answer.result) written.push(answer.result.post.id)
    }
  })
  await expect.poll(() => written.length).toBeGreaterThan(25)
  const all: Seen[] = []
  const last = () => written.at(-1) ?? null
  for (let begun = 0; begun < subscriptions; begun += atOnce) {
    all.push(
      ...(await Promise.all(
        Array.from({ length: atOnce }, (_, index) => read(begun + index, last)),
      )),
    )
  }
  writing = false
  await Promise.all(work)
  // Posts of the same millisecond may commit in another order than their ids: the expected ones are taken in the log's order.
  const log = await node.db.event.findMany({
    where: { topic: 'feed', type: 'post.created' },
    orderBy: { id: 'asc' },
  })
  const gaps = all.flatMap(({ posts, oldest, upTo }) => {
    const end = readCursor(upTo)?.id ?? 0
    return log
      .filter(({ id, subject }) => Number(id) <= end && (subject ?? '') > oldest)
      .filter(({ subject }) => !posts.has(subject ?? ''))
  })
  console.log(
    `${subscriptions} subscriptions, ${written.length} posts meanwhile, ${gaps.length} gaps`,
  )
  expect(all.every(({ upTo }) => readCursor(upTo) !== null)).toBe(true)
  expect(log.length).toBeGreaterThanOrEqual(written.length)
  expect(gaps).toEqual([])
}, 120_000)
