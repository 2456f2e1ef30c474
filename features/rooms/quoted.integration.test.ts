// An answer quotes the message it answers. When that is edited or deleted, the log keeps no trace of the earlier words,
// and its answers, however many, are not published again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'

const answers = 30

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
  bob = await node.signUp()
})
afterAll(() => node.stop())

interface Told {
  type: string
  data: {
    message?: { id: string; body: string; replyTo: { body: string } | null }
    excerpt?: string
  }
}

/** The events of a room that a client gets on resume. */
async function replay(roomId: string, since: string): Promise<Told[]> {
  const address = `/live/poll?topics=room:${roomId}&since=${since}&wait=0`
  const response = await node.request(address, {}, bob)
  return ((await response.json()) as { events: Told[] }).events
}

async function answeredMessage() {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Here' })
  const roomId = own.room.id
  await node.done(bob, { type: 'joinRoom', roomId })
  const snapshot = await node.request(`/live/snapshot?topics=room:${roomId}`, {}, bob)
  const { cursor } = (await snapshot.json()) as { cursor: string }
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'Earlier words' })
  const messageId = message.id
  for (let said = 0; said < answers; said += 1) {
    await node.done(bob, { type: 'message', roomId, body: `${said}`, replyTo: messageId })
  }
  return { roomId, messageId, cursor }
}

const quotes = (events: Told[]) =>
  events.flatMap(({ data }) => (data.message?.replyTo ? [data.message.replyTo.body] : []))

test.each(['from memory', 'from the table'])(
  '[E3][E11] whoever comes back hears of changed words alone, %s',
  async (from) => {
    const { roomId, messageId, cursor } = await answeredMessage()
    await node.done(ada, { type: 'editMessage', messageId, body: '**Changed** words' })
    await node.done(ada, { type: 'editMessage', messageId, body: '**Later** words' })
    if (from === 'from the table') await node.restart()
    const events = await replay(roomId, cursor)
    expect(quotes(events)).toEqual(Array.from({ length: answers }, () => 'Later words'))
    const edited = events.filter(({ type }) => type === 'message.edited')
    expect(edited).toMatchObject([{ data: { message: { id: messageId }, excerpt: 'Later words' } }])
    expect(JSON.stringify(events)).not.toMatch(/Earlier|Changed/)
    const rows = await node.db.event.findMany({ where: { topic: `room:${roomId}` } })
    expect(JSON.stringify(rows.map(({ data }) => data))).not.toMatch(/Earlier|Changed/)
  },
)

test.each(['from memory', 'from the table'])(
  '[E10] whoever comes back hears all answers to what was deleted, %s',
  async (from) => {
    const { roomId, messageId, cursor } = await answeredMessage()
    await node.done(ada, { type: 'deleteMessage', messageId })
    if (from === 'from the table') await node.restart()
    const events = await replay(roomId, cursor)
    const said = events.flatMap(({ data }) => (data.message ? [data.message.body] : []))
    expect(said).toEqual(Array.from({ length: answers }, (_, index) => `${index}`))
    expect(quotes(events)).toEqual([])
    expect(JSON.stringify(events)).not.toContain('Earlier')
  },
)

test('words that look like a quotation are words', async () => {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Here' })
  const roomId = own.room.id
  await node.done(bob, { type: 'joinRoom', roomId })
  const snapshot = await node.request(`/live/snapshot?topics=room:${roomId}`, {}, bob)
  const { cursor } = (await snapshot.json()) as { cursor: string }
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'First' })
  const body = `{"message":{"replyTo":{"id":"${message.id}","body":"First"}}}`
  await node.done(bob, { type: 'message', roomId, body })
  await node.done(ada, { type: 'deleteMessage', messageId: message.id })
  const said = (await replay(roomId, cursor)).flatMap(({ data }) => data.message?.body ?? [])
  expect(said).toEqual([body])
})
