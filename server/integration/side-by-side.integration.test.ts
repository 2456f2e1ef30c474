// Transactions run concurrently: no command waits for another person's.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitingForLocks } from '#platform/postgres/test-database.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import { openSocket } from './test-readers.ts'
import type { Person } from '../test-people.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
  bob = await node.signUp()
})
afterAll(() => node.stop())

/** Locks a row as a slow transaction would, until the returned function is called. */
async function hold(table: 'posts' | 'messages', id: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: node.databaseUrl })
  await client.connect()
  await client.query('BEGIN')
  await client.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id])
  return async () => {
    await client.query('ROLLBACK')
    await client.end()
  }
}

async function room(): Promise<{ roomId: string; messageId: string }> {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Here' })
  const roomId = own.room.id
  await node.done(bob, { type: 'joinRoom', roomId })
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'Hello' })
  return { roomId, messageId: message.id }
}

test('while one command waits for the database, those of others are done', async () => {
  const { roomId, messageId } = await room()
  const postId = await writePost(node, ada, 'Liked meanwhile')
  const other = await node.done(bob, { type: 'message', roomId, body: 'To be changed' })
  const release = await hold('messages', messageId)
  const slow = node.command(ada, { type: 'editMessage', messageId, body: 'Changed' })
  await expect.poll(() => waitingForLocks(node.db)).toBe(1)
  for (const command of [
    { type: 'like', postId },
    { type: 'comment', postId, body: 'Yes' },
    { type: 'react', messageId: other.message.id, emoji: '👍' },
    { type: 'readRoom', roomId, upTo: messageId },
    { type: 'editMessage', messageId: other.message.id, body: 'Changed too' },
    { type: 'createRoom', kind: 'public', name: 'Another' },
  ]) {
    expect(await node.command(bob, command)).toMatchObject({ type: 'ack' })
  }
  await release()
  expect(await slow).toMatchObject({ type: 'ack' })
})

test('while a like waits for its post, other posts are liked', async () => {
  const held = await writePost(node, ada, 'Held')
  const postId = await writePost(node, ada, 'Free')
  const release = await hold('posts', held)
  const slow = node.command(ada, { type: 'like', postId: held })
  await expect.poll(() => waitingForLocks(node.db)).toBe(1)
  expect(await node.command(bob, { type: 'like', postId })).toMatchObject({ type: 'ack' })
  await release()
  expect(await slow).toMatchObject({ type: 'ack' })
})

test('[C11] what one person gives is done in their order, whatever each of it needs', async () => {
  // With rate limits, some commands take longer to admit than others.
  const limited = await startTestNode({ rateLimit: true })
  try {
    const [host, guest] = await limited.people('host', 'guest')
    const { own } = await limited.done(host, { type: 'createRoom', kind: 'public', name: 'Here' })
    const roomId = own.room.id
    await limited.done(guest, { type: 'joinRoom', roomId })
    const socket = await openSocket(limited, '', { person: guest })
    const given = [
      { ref: '1', type: 'message', roomId, body: 'Before I go' },
      { ref: '2', type: 'leaveRoom', roomId },
      { ref: '3', type: 'message', roomId, body: 'After I went' },
      { ref: '4', type: 'joinRoom', roomId },
      { ref: '5', type: 'message', roomId, body: 'Back again' },
    ]
    for (const command of given) socket.say(command)
    await socket.next(({ data }) => data['ref'] === '5')
    const answers = socket.received.filter(({ type }) => type === 'ack' || type === 'error')
    expect(answers.map(({ type, data }) => [data['ref'], type])).toEqual([
      ['1', 'ack'],
      ['2', 'ack'],
      ['3', 'error'],
      ['4', 'ack'],
      ['5', 'ack'],
    ])
    socket.close()
  } finally {
    await limited.stop()
  }
})

test('many at once react, take it back and read: each once, and what is told is what is there', async () => {
  const { roomId, messageId } = await room()
  const people = await Promise.all(Array.from({ length: 12 }, () => node.signUp()))
  for (const person of people) await node.done(person, { type: 'joinRoom', roomId })
  const emoji = (index: number) => (index % 2 === 0 ? '👍' : '❤️')
  await Promise.all(
    people.flatMap((person, index) => [
      node.done(person, { type: 'react', messageId, emoji: emoji(index) }),
      node.done(person, { type: 'readRoom', roomId, upTo: messageId }),
    ]),
  )
  await Promise.all(
    people
      .slice(0, 6)
      .flatMap((person, index) => [
        node.done(person, { type: 'unreact', messageId, emoji: emoji(index) }),
        node.done(person, { type: 'react', messageId, emoji: '🎉' }),
      ]),
  )
  const rows = await node.db.reaction.groupBy({
    by: ['emoji'],
    where: { messageId },
    _count: true,
  })
  expect(Object.fromEntries(rows.map((row) => [row.emoji, row._count]))).toEqual({
    '👍': 3,
    '❤️': 3,
    '🎉': 6,
  })
  const last = await node.db.event.findFirstOrThrow({
    where: { topic: `room:${roomId}`, type: 'message.reactions' },
    orderBy: { id: 'desc' },
  })
  const { reactions } = last.data as { reactions: { emoji: string; userIds: string[] }[] }
  expect(Object.fromEntries(reactions.map((each) => [each.emoji, each.userIds.length]))).toEqual({
    '👍': 3,
    '❤️': 3,
    '🎉': 6,
  })
  const read = await node.db.member.count({ where: { roomId, readUpTo: messageId } })
  expect(read).toBeGreaterThanOrEqual(12)
})
