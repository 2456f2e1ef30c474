// Public rooms by HTTP: signed-in people list, read and subscribe to them; to write they must join.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessagePage, RoomView } from './protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { openSocket, openSse } from '#server/integration/test-readers.ts'
import type { Reader } from '#server/integration/test-readers.ts'

let node: TestNode
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, eve] = await node.people('ada', 'bob', 'eve')
})
afterAll(() => node.stop())

async function newRoom(kind: 'public' | 'private', name: string): Promise<string> {
  return (await node.done(ada, { type: 'createRoom', kind, name })).own.room.id
}

async function snapshot<T>(person: Person, topic: Topic): Promise<T> {
  const response = await node.request(`/live/snapshot?topics=${topic}`, {}, person)
  const { snapshots } = (await response.json()) as { snapshots: Record<string, T> }
  return snapshots[topic] as T
}

function types(reader: Reader): string[] {
  return reader.received.map(({ type }) => type)
}

test('[R3] public rooms are listed, and told of when they are made', async () => {
  const before = await newRoom('public', 'Atrium')
  await newRoom('private', 'Closet')
  const { rooms } = await snapshot<{ rooms: RoomView[] }>(eve, 'rooms')
  expect(rooms.map(({ name }) => name)).toEqual(['Atrium', 'general'])
  expect(rooms[0]?.id).toBe(before)
  const stream = await openSse(node, 'topics=rooms', { person: eve })
  await stream.next(({ type }) => type === 'hello')
  await newRoom('private', 'Pantry')
  await newRoom('public', 'Balcony')
  const { data } = await stream.next(({ type }) => type === 'room.created')
  expect(data['data']).toMatchObject({ room: { name: 'Balcony', kind: 'public' } })
  stream.close()
  for (const path of ['snapshot', 'sse', 'poll']) {
    expect((await node.request(`/live/${path}?topics=rooms`)).status).toBe(401)
  }
})

test('[R4][A6] a public room is read and followed without joining it, and nothing is written there', async () => {
  const roomId = await newRoom('public', 'Square')
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'Read this' })
  const page = await snapshot<MessagePage>(eve, `room:${roomId}`)
  expect(page.messages.map(({ body }) => body)).toEqual(['Read this'])
  const socket = await openSocket(node, `topics=room:${roomId}`, { person: eve })
  await socket.next(({ type }) => type === 'hello')
  await node.done(ada, { type: 'message', roomId, body: 'And this' })
  await socket.next(({ type }) => type === 'message.created')
  const messageId = message.id
  for (const command of [
    { type: 'message', roomId, body: 'Me too' },
    { type: 'react', messageId, emoji: '👀' },
    { type: 'editMessage', messageId, body: 'Mine' },
    { type: 'deleteMessage', messageId },
    { type: 'invite', roomId, handle: 'bob' },
    { type: 'readRoom', roomId, upTo: messageId },
    { type: 'typing', topic: `room:${roomId}` },
  ]) {
    expect([command.type, await node.refused(eve, command)]).toEqual([command.type, 'not_found'])
  }
  expect((await node.request(`/live/poll?topics=room:${roomId}&wait=0`)).status).toBe(401)
  await node.done(eve, { type: 'joinRoom', roomId })
  await node.done(eve, { type: 'message', roomId, body: 'Me too' })
  // After leaving, they may still read.
  await node.done(eve, { type: 'leaveRoom', roomId })
  await node.done(ada, { type: 'message', roomId, body: 'Still here' })
  await expect.poll(() => types(socket).filter((type) => type === 'message.created').length).toBe(3)
  expect(types(socket)).not.toContain('error')
  socket.close()
})

test.each([
  ['is made private', `UPDATE rooms SET kind = 'private' WHERE id = $1::uuid`],
  ['is deleted', `DELETE FROM rooms WHERE id = $1::uuid`],
])(
  '[A6] when a public room %s around the app, whoever read along hears no more',
  async (_, sql) => {
    const roomId = await newRoom('public', 'Door')
    await node.done(bob, { type: 'joinRoom', roomId })
    const readers = await Promise.all([
      openSocket(node, `topics=room:${roomId}`, { person: eve }),
      openSse(node, `topics=room:${roomId}`, { person: eve }),
    ])
    for (const reader of readers) await reader.next(({ type }) => type === 'hello')
    await node.db.$executeRawUnsafe(sql, roomId)
    await readers[0]?.next(({ type, data }) => type === 'error' && data['code'] === 'not_found')
    await node.command(ada, { type: 'message', roomId, body: 'Among us' })
    const url = `/live/poll?topics=room:${roomId}&wait=0`
    await expect.poll(async () => (await node.request(url, {}, eve)).status).toBe(404)
    for (const reader of readers) {
      expect(types(reader)).not.toContain('message.created')
      reader.close()
    }
  },
)

test('an edited name is told where one is or has spoken, in an inbox in place of its conversations', async () => {
  const [square, left] = [await newRoom('public', 'Here'), await newRoom('public', 'Once')]
  for (const roomId of [square, left]) await node.done(bob, { type: 'joinRoom', roomId })
  await node.done(bob, { type: 'message', roomId: left, body: 'I was here' })
  await node.done(bob, { type: 'leaveRoom', roomId: left })
  const { own } = await node.done(bob, { type: 'openDirect', handles: ['eve'] })
  const rooms = [square, left, own.room.id]
  const streams = await Promise.all([
    ...rooms.slice(0, 2).map((id) => openSse(node, `topics=room:${id}`, { person: ada })),
    openSse(node, `topics=room:${own.room.id}`, { person: eve }),
  ])
  for (const stream of streams) await stream.next(({ type }) => type === 'hello')
  await node.done(bob, { type: 'editProfile', name: 'Bobby', bio: '' })
  for (const stream of streams) {
    const { data } = await stream.next(({ type }) => type === 'profile.edited')
    expect(JSON.stringify(data)).toContain('Bobby')
    stream.close()
  }
})
