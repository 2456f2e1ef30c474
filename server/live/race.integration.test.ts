// A page is a snapshot at a cursor and a subscription from there: between the two nothing may be lost, however
// much is written meanwhile.
import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** The posts that one reader has seen, from its snapshot on, when the post `last()` has come. */
async function read(index: number, last: () => string | null): Promise<Set<string>> {
  const response = await node.request('/live/snapshot?topics=feed')
  const { cursor, snapshots } = (await response.json()) as SnapshotAnswer
  const open = index % 2 === 0 ? openSse : openSocket
  const reader = await open(node, `topics=feed&since=${cursor}`)
  const seen = new Set(snapshots.feed.posts.map(({ id }) => id))
  // A few more posts pass, then this one is done; the next reader begins at another moment.
  const marker = await nextPost(last)
  await reader.next(({ type, data }) => type === 'post.created' && idOf(data) >= marker)
  for (const { type, data } of reader.received) if (type === 'post.created') seen.add(idOf(data))
  reader.close()
  return seen
}

function idOf(data: Record<string, unknown>): string {
  return (data['data'] as { post: { id: string } }).post.id
}

async function nextPost(last: () => string | null): Promise<string> {
  const now = last()
  await expect.poll(() => last() !== now, { timeout: 10_000, interval: 5 }).toBe(true)
  return last() ?? ''
}

test(`${subscriptions} readers begin while others write, and none has a gap`, async () => {
  const written: string[] = []
  let writing = true
  const work = people.map(async (person) => {
    while (writing) {
      const answer = await node.command(person, { type: 'post', body: 'on and on' })
      if (answer.type === 'ack' && 'post' in answer.result) written.push(answer.result.post.id)
    }
  })
  await expect.poll(() => written.length).toBeGreaterThan(25)
  const gaps: string[] = []
  const last = () => written.at(-1) ?? null
  for (let begun = 0; begun < subscriptions; begun += atOnce) {
    const all = await Promise.all(
      Array.from({ length: atOnce }, (_, index) => read(begun + index, last)),
    )
    const known = written.toSorted()
    for (const seen of all) {
      const sorted = [...seen].toSorted()
      const [first = '', end = ''] = [sorted[0], sorted.at(-1)]
      // Two posts of one moment may commit in another order than their ids: only what is safely inside counts.
      const inside = known.filter((id) => id > first && id < end)
      gaps.push(...inside.filter((id) => !seen.has(id)))
    }
  }
  writing = false
  await Promise.all(work)
  console.log(
    `${subscriptions} subscriptions, ${written.length} posts meanwhile, ${gaps.length} gaps`,
  )
  expect(gaps).toEqual([])
}, 120_000)
