// A subscriber that still catches up loses access, or subscribes to the same topic again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { append } from '#live/server/log/append.ts'
import { bringIn, startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket } from './test-readers.ts'
import type { Received } from './test-readers.ts'

interface Ack {
  cursor: string
}

/** Enough to fill the socket buffers of a client that does not read: about 16 MB. */
const messages = 5000
const body = 'x'.repeat(1900)

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob] = await node.people('ada', 'bob')
})
afterAll(() => node.stop())

const bodies = (received: readonly Received[], type: string): string[] =>
  received.flatMap((each) => (each.type === type ? [JSON.stringify(each.data)] : []))

test('who is removed while they catch up hears nothing that is said afterwards', async () => {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Plans' })
  const roomId = own.room.id
  await bringIn(node, ada, roomId, bob)
  const snapshot = await node.request(`/live/snapshot?topics=room:${roomId}`, {}, bob)
  const { cursor } = (await snapshot.json()) as { cursor: string }
  const { message } = await node.done(ada, { type: 'message', roomId, body })
  const many = Array.from({ length: messages }, () => ({
    topic: `room:${roomId}` as const,
    type: 'message.created' as const,
    data: { message },
  }))
  await node.db.$transaction((tx) => append(tx, many, 'the past'))
  // From the log in memory, so that all of it is sent by catching up and none of it live.
  const { cursor: end } = (await node.command(ada, { type: 'message', roomId, body })) as Ack
  await expect
    .poll(async () => ((await (await node.request('/healthz')).json()) as Ack).cursor)
    .toBe(end)
  const reader = await openSocket(node, `topics=room:${roomId}&since=${cursor}`, { person: bob })
  await reader.next(({ type }) => type === 'message.created')
  reader.socket.pause()
  await node.done(ada, { type: 'removeMember', roomId, userId: bob.id })
  await node.done(ada, { type: 'message', roomId, body: 'Without Bob' })
  reader.socket.resume()
  const refusal = await reader.next(({ type }) => type === 'error')
  expect(refusal.data).toMatchObject({ code: 'not_found', topics: [`room:${roomId}`] })
  await node.done(ada, { type: 'message', roomId, body: 'Still without Bob' })
  // Everything meant for the reader was sent before this command's answer.
  reader.say({ type: 'unsubscribe', ref: 'end', topics: ['feed'] })
  await reader.next(({ type }) => type === 'ack')
  const told = bodies(reader.received, 'message.created')
  expect(told.length).toBeLessThan(messages)
  expect(told.join()).not.toContain('ithout Bob')
  reader.close()
}, 30_000)

test('[E9] who asks again for what they follow misses nothing and gets nothing twice', async () => {
  const reader = await openSocket(node, 'topics=feed', { person: bob })
  await reader.next(({ type }) => type === 'hello')
  const posts = Array.from({ length: 60 }, async (_, index) => {
    await node.done(ada, { type: 'post', body: `number ${index}` })
    reader.say({ type: 'subscribe', ref: `again ${index}`, topics: ['feed'] })
  })
  await Promise.all(posts)
  await reader.next(({ data }) => data['ref'] === 'again 59')
  await expect.poll(() => bodies(reader.received, 'post.created')).toHaveLength(60)
  expect(new Set(bodies(reader.received, 'post.created')).size).toBe(60)
  reader.close()
})
