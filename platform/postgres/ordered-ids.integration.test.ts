// Tests of ordered ids: lists are in commit order, whatever the clocks say.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { readOwnRooms } from '#features/rooms/queries.ts'
import { giveId, giveIds, idAt } from './ordered-ids.ts'
import { holdStill } from './test-database.ts'

const dayMs = 86_400_000
let node: TestNode
let other: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  other = await startTestNode({ databaseUrl: node.databaseUrl })
  ada = await node.signUp()
  bob = await node.signUp()
})
afterAll(async () => {
  await other.stop()
  await node.stop()
})

/** An id from a clock that is a day ahead. */
function tomorrow(): string {
  return idAt(BigInt(Date.now() + dayMs) * 4096n)
}

async function room(): Promise<string> {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Here' })
  await node.done(bob, { type: 'joinRoom', roomId: own.room.id })
  return own.room.id
}

test('[E5] a message behind one of a clock that was ahead is the last one, and unread', async () => {
  const roomId = await room()
  const ahead = await node.db.message.create({
    data: { id: tomorrow(), roomId, authorId: ada.id, body: 'From tomorrow' },
  })
  await node.done(bob, { type: 'readRoom', roomId, upTo: ahead.id })
  const said = []
  for (const each of [node, other, node]) {
    const { message } = await each.done(ada, { type: 'message', roomId, body: 'Now' })
    said.push(message.id)
  }
  const rows = await node.db.message.findMany({ where: { roomId }, orderBy: { id: 'asc' } })
  expect(rows.map(({ id }) => id)).toEqual([ahead.id, ...said])
  const member = await node.db.member.findFirstOrThrow({ where: { roomId, userId: bob.id } })
  expect(said.filter((id) => id > member.readUpTo)).toEqual(said)
})

test('an id that somebody made up at the end of all puts nothing out of order', async () => {
  const roomId = await room()
  const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  await node.db.message.create({ data: { id: last, roomId, authorId: ada.id, body: 'Made up' } })
  const said = []
  for (let count = 0; count < 5; count += 1) {
    const { message } = await node.done(ada, { type: 'message', roomId, body: String(count) })
    said.push(message.id)
  }
  expect(said).toEqual(said.toSorted())
})

test('what is said is unread, also when the last one, of a clock that was ahead, was read and deleted', async () => {
  const roomId = await room()
  const ahead = await node.db.message.create({
    data: { id: tomorrow(), roomId, authorId: ada.id, body: 'From tomorrow' },
  })
  await node.done(bob, { type: 'readRoom', roomId, upTo: ahead.id })
  await node.done(ada, { type: 'deleteMessage', messageId: ahead.id })
  await node.done(ada, { type: 'message', roomId, body: 'Now' })
  const page = await readOwnRooms(node.db, bob.id)
  expect(page.find((own) => own.room.id === roomId)?.unread).toBe(1)
})

test('posts and comments stand behind those of a clock that was ahead', async () => {
  const { id } = await node.db.post.create({
    data: { id: tomorrow(), authorId: ada.id, body: 'From tomorrow' },
  })
  const postId = await writePost(node, bob, 'Now')
  expect(postId > id).toBe(true)
  const early = await node.db.comment.create({
    data: { id: tomorrow(), postId, authorId: ada.id, body: 'From tomorrow' },
  })
  const { comment } = await other.done(bob, { type: 'comment', postId, body: 'Now' })
  expect(comment.id > early.id).toBe(true)
})

test('who comes second to a room waits for the first, and is behind it; other rooms do not wait', async () => {
  const [first, second] = [await room(), await room()]
  const order: string[] = []
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const taken = Promise.withResolvers<void>()
  const slow = node.db.$transaction(async (tx) => {
    await holdStill(tx)
    const id = await giveId(tx, 'messages', first)
    taken.resolve()
    await held
    await tx.message.create({ data: { id, roomId: first, authorId: ada.id, body: 'Slow' } })
    order.push('slow')
    return id
  })
  await taken.promise
  const behind = other
    .done(bob, { type: 'message', roomId: first, body: 'Behind' })
    .then((done) => {
      order.push('behind')
      return done.message.id
    })
  await node.done(ada, { type: 'message', roomId: second, body: 'Elsewhere' })
  order.push('elsewhere')
  release()
  const [slowId, behindId] = await Promise.all([slow, behind])
  expect(order).toEqual(['elsewhere', 'slow', 'behind'])
  expect(behindId > slowId).toBe(true)
})

test('transactions that take ids of the same rooms in any order never wait for each other in a ring', async () => {
  const rooms = await Promise.all(Array.from({ length: 5 }, room))
  const transactions = Array.from({ length: 30 }, (_, index) => {
    const { db } = index % 2 === 0 ? node : other
    const turned = [...rooms.slice(index % 5), ...rooms.slice(0, index % 5)]
    return db.$transaction(async (tx) => giveIds(tx, 'messages', turned, (each) => each), {
      maxWait: 20_000,
      timeout: 20_000,
    })
  })
  // A deadlock would reject one of them.
  const taken = await Promise.all(transactions)
  expect(taken.every((given) => given.length === 5)).toBe(true)
})

test('what many say at once on two nodes is in the order of the log', async () => {
  const roomId = await room()
  const people = await Promise.all(Array.from({ length: 8 }, () => node.signUp()))
  await Promise.all(people.map((person) => node.done(person, { type: 'joinRoom', roomId })))
  const say = (person: Person, index: number) => {
    const at = index % 2 === 0 ? node : other
    return at.done(person, { type: 'message', ref: randomUUID(), roomId, body: 'Hello' })
  }
  await Promise.all([...people, ...people, ...people].map(say))
  const said = await node.db.event.findMany({
    where: { type: 'message.created', topic: `room:${roomId}` },
    orderBy: { id: 'asc' },
    select: { subject: true },
  })
  const ids = said.map(({ subject }) => subject)
  expect(ids).toHaveLength(24)
  expect(ids).toEqual(ids.toSorted())
})
