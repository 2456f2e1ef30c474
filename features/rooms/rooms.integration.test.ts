// Rooms by HTTP: who may do, see and subscribe to what, and that all members see the same.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessagePage, OwnRoom } from './protocol.ts'
import { bringIn, startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { openSocket, openSse } from '#server/integration/test-readers.ts'

let node: TestNode
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, eve] = await node.people('ada', 'bob', 'eve')
})
afterAll(() => node.stop())

async function privateRoom(...guests: Person[]): Promise<string> {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Plans' })
  const roomId = own.room.id
  await bringIn(node, ada, roomId, ...guests)
  return roomId
}

async function history(person: Person, roomId: string): Promise<MessagePage & { cursor: string }> {
  const response = await node.request(`/live/snapshot?topics=room:${roomId}`, {}, person)
  const { cursor, snapshots } = (await response.json()) as {
    cursor: string
    snapshots: Record<string, MessagePage>
  }
  const page = snapshots[`room:${roomId}`]
  if (!page) throw new Error('no snapshot')
  return { ...page, cursor }
}

async function ownRooms(person: Person): Promise<OwnRoom[]> {
  const topic = `user:${person.id}`
  const response = await node.request(`/live/snapshot?topics=${topic}`, {}, person)
  const { snapshots } = (await response.json()) as {
    snapshots: Record<string, { rooms: OwnRoom[] }>
  }
  return snapshots[topic]?.rooms ?? []
}

test('#general is there from the start, and who joins it hears what is said', async () => {
  const general = await node.db.room.findFirstOrThrow({ where: { name: 'general' } })
  for (const person of [ada, bob]) await node.done(person, { type: 'joinRoom', roomId: general.id })
  const socket = await openSocket(node, `topics=room:${general.id}`, { person: bob })
  const stream = await openSse(node, `topics=room:${general.id}`, { person: ada })
  const { message } = await node.done(ada, {
    type: 'message',
    roomId: general.id,
    body: 'Hello all',
  })
  for (const reader of [socket, stream]) {
    const { data } = await reader.next(({ type }) => type === 'message.created')
    expect(JSON.stringify(data)).toContain(message.id)
    reader.close()
  }
  expect(await node.refused(eve, { type: 'message', roomId: general.id, body: 'Me too' })).toBe(
    'not_found',
  )
})

test('[R4] a stranger gets nothing of a private room by any transport or command', async () => {
  const roomId = await privateRoom(bob)
  const { message } = await node.done(bob, { type: 'message', roomId, body: 'Secret' })
  for (const path of ['sse', 'poll?wait=0&since=x', 'snapshot']) {
    const separator = path.includes('?') ? '&' : '?'
    const url = `/live/${path}${separator}topics=room:${roomId}`
    expect((await node.request(url, {}, eve)).status).toBe(404)
    expect((await node.request(url)).status).toBe(401)
  }
  const socket = await openSocket(node, `topics=room:${roomId}`, { person: eve })
  const error = await socket.next(({ type }) => type === 'error')
  expect(error.data['code']).toBe('not_found')
  const messageId = message.id
  for (const command of [
    { type: 'message', roomId, body: 'Let me in' },
    { type: 'joinRoom', roomId },
    { type: 'invite', roomId, handle: 'eve' },
    { type: 'readRoom', roomId, upTo: messageId },
    { type: 'react', messageId, emoji: '👀' },
    { type: 'editMessage', messageId, body: 'Mine' },
    { type: 'deleteMessage', messageId },
    { type: 'removeMember', roomId, userId: bob.id },
    { type: 'typing', topic: `room:${roomId}` },
  ]) {
    expect([command.type, await node.refused(eve, command)]).toEqual([command.type, 'not_found'])
  }
  expect(socket.received.filter(({ type }) => type.startsWith('message'))).toEqual([])
  socket.close()
  expect(await ownRooms(eve)).not.toContainEqual(
    expect.objectContaining({ room: expect.objectContaining({ id: roomId }) as unknown }),
  )
})

test('[A5] who is removed hears no more within a second, and is told', async () => {
  const roomId = await privateRoom(bob)
  const topics = `topics=room:${roomId},user:${bob.id}`
  const { cursor } = await history(bob, roomId)
  const socket = await openSocket(node, topics, { person: bob })
  const stream = await openSse(node, topics, { person: bob })
  const poll = node.request(`/live/poll?topics=room:${roomId}&since=${cursor}&wait=20`, {}, bob)
  await socket.next(({ type }) => type === 'hello')
  await node.done(ada, { type: 'removeMember', roomId, userId: bob.id })
  await socket.next(({ type }) => type === 'room.left')
  await stream.next(({ type }) => type === 'room.left')
  expect((await poll).status).toBe(200)
  // The database's notification of the deleted row takes a moment.
  await expect
    .poll(async () => {
      const seen = socket.received.length + stream.received.length
      await node.done(ada, { type: 'message', roomId, body: 'Without Bob' })
      await new Promise((resolve) => setTimeout(resolve, 100))
      return socket.received.length + stream.received.length - seen
    })
    .toBe(0)
  expect((await node.request(`/live/sse?${topics}`, {}, bob)).status).toBe(404)
  socket.close()
  stream.close()
})

test('[C2][C3] a direct conversation is one for the same people, and each is told of it', async () => {
  const stream = await openSse(node, `topics=user:${eve.id}`, { person: eve })
  const first = await node.done(ada, { type: 'openDirect', handles: ['@Eve', 'bob'] })
  const again = await node.done(bob, { type: 'openDirect', handles: ['eve', 'ada'] })
  expect(again.own.room.id).toBe(first.own.room.id)
  expect(again.own.room.people.map(({ handle }) => handle).toSorted()).toEqual([
    'ada',
    'bob',
    'eve',
  ])
  const { data } = await stream.next(({ type }) => type === 'room.joined')
  expect(JSON.stringify(data)).toContain(first.own.room.id)
  stream.close()
  const roomId = first.own.room.id
  expect(await node.refused(ada, { type: 'invite', roomId, handle: 'bob' })).toBe('forbidden')
  expect(await node.refused(ada, { type: 'openDirect', handles: ['ada'] })).toBe('invalid')
  expect(await node.refused(ada, { type: 'openDirect', handles: ['nobody-here'] })).toBe(
    'not_found',
  )
})

test('[U1][C1] unread messages are counted until they are read, and never backwards', async () => {
  const roomId = await privateRoom(bob)
  const sent: string[] = []
  for (const body of ['one', 'two', 'three']) {
    sent.push((await node.done(ada, { type: 'message', roomId, body })).message.id)
  }
  const unread = async (person: Person): Promise<number | undefined> =>
    (await ownRooms(person)).find(({ room }) => room.id === roomId)?.unread
  expect([await unread(ada), await unread(bob)]).toEqual([0, 3])
  const stream = await openSse(node, `topics=user:${bob.id}`, { person: bob })
  expect(await node.done(bob, { type: 'readRoom', roomId, upTo: sent[1] })).toMatchObject({
    unread: 1,
  })
  await stream.next(({ type }) => type === 'room.read')
  expect(await node.done(bob, { type: 'readRoom', roomId, upTo: sent[0] })).toMatchObject({
    readUpTo: sent[1],
    unread: 1,
  })
  stream.close()
})

test('[E11] what is said can be changed, answered, reacted to and taken back', async () => {
  const roomId = await privateRoom(bob)
  const { cursor } = await history(bob, roomId)
  const { message: said } = await node.done(ada, { type: 'message', roomId, body: 'Frist' })
  const { message: answer } = await node.done(bob, {
    type: 'message',
    roomId,
    body: 'What?',
    replyTo: said.id,
  })
  expect(answer.replyTo).toMatchObject({ id: said.id, body: 'Frist' })
  expect(await node.refused(bob, { type: 'editMessage', messageId: said.id, body: 'x' })).toBe(
    'forbidden',
  )
  await node.done(ada, { type: 'editMessage', messageId: said.id, body: 'First' })
  for (const person of [ada, bob, bob]) {
    await node.done(person, { type: 'react', messageId: said.id, emoji: '👍🏽' })
  }
  expect(await node.refused(bob, { type: 'react', messageId: said.id, emoji: 'ok' })).toBe(
    'invalid',
  )
  await node.done(ada, { type: 'unreact', messageId: said.id, emoji: '👍🏽' })
  let page = await history(bob, roomId)
  expect(page.messages.map(({ body }) => body)).toEqual(['First', 'What?'])
  expect(page.messages[0]?.reactions).toEqual([{ emoji: '👍🏽', userIds: [bob.id] }])
  expect(page.messages[1]?.replyTo?.body).toBe('First')
  await node.done(ada, { type: 'deleteMessage', messageId: said.id })
  page = await history(bob, roomId)
  expect(page.messages.map(({ replyTo }) => replyTo)).toEqual([null])
  // A replay holds neither deleted words nor those from before an edit.
  const replay = await node.request(
    `/live/poll?topics=room:${roomId}&since=${cursor}&wait=0`,
    {},
    bob,
  )
  const text = await replay.text()
  expect(text).toContain('What?')
  expect(text).not.toMatch(/Frist|First/)
})

test('[S4] history goes back page by page, and the search finds words', async () => {
  const roomId = await privateRoom()
  await node.db.message.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      roomId,
      authorId: ada.id,
      body: `number ${index} of many`,
    })),
  })
  const page = await history(ada, roomId)
  expect(page.messages).toHaveLength(50)
  expect(page.previous).toBe(page.messages[0]?.id)
})

test('[U2] what waits is told by its ids, where a hundred or more wait by none', async () => {
  const roomId = await privateRoom(bob)
  const sent: string[] = []
  for (const body of ['one', 'two', 'three']) {
    sent.push((await node.done(ada, { type: 'message', roomId, body })).message.id)
  }
  await node.done(bob, { type: 'message', roomId, body: 'my own' })
  const own = async () => (await ownRooms(bob)).find(({ room }) => room.id === roomId)
  expect((await own())?.waiting.toSorted()).toEqual(sent)
  const read = await node.done(bob, { type: 'readRoom', roomId, upTo: sent[0] })
  expect(read).toMatchObject({ unread: 2, waiting: expect.arrayContaining(sent.slice(1)) })
  const more = (count: number) =>
    node.db.message.createMany({
      data: Array.from({ length: count }, () => ({ roomId, authorId: ada.id, body: 'again' })),
    })
  await more(97)
  expect(await own()).toMatchObject({ unread: 99 })
  expect((await own())?.waiting).toHaveLength(99)
  await more(1)
  expect(await own()).toMatchObject({ unread: 100, waiting: [] })
  const again = await node.done(bob, { type: 'readRoom', roomId, upTo: sent[0] })
  expect(again).toMatchObject({ unread: 100, waiting: [] })
})
