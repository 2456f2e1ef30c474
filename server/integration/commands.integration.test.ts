// Commands by HTTP: idempotent by ref, grouped in transactions, limited, and mixed with external changes.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket } from './test-readers.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
  bob = await node.signUp()
})
afterAll(() => node.stop())

const newPost = (person = ada, body = 'Hello') => writePost(node, person, body)

test('[C7] the same ref gets the first answer on another transport and changes nothing more', async () => {
  const ref = randomUUID()
  const first = await node.command(ada, { type: 'post', ref, body: 'once' })
  const reader = await openSocket(node, '', { person: ada })
  reader.say({ type: 'post', ref, body: 'once' })
  const ack = await reader.next(({ type }) => type === 'ack')
  expect(ack.data).toEqual(first)
  expect(await node.db.post.count({ where: { body: 'once' } })).toBe(1)
  const missing = randomUUID()
  const refused = await node.command(ada, { type: 'like', ref: 'gone', postId: missing })
  expect(refused).toMatchObject({ type: 'error', ref: 'gone', code: 'not_found' })
  expect(await node.command(ada, { type: 'like', ref: 'gone', postId: missing })).toEqual(refused)
  reader.close()
})

test('fifty likes of one person at once are one, a hundred people are a hundred', async () => {
  const postId = await newPost()
  await Promise.all(Array.from({ length: 50 }, () => node.command(bob, { type: 'like', postId })))
  expect(await node.db.post.findUnique({ where: { id: postId } })).toMatchObject({ likes: 1 })
  const people = [bob]
  // Hashing a password takes the processor a while: not all at once.
  while (people.length < 100) {
    people.push(...(await Promise.all(Array.from({ length: 10 }, () => node.signUp()))))
  }
  const all = people.slice(0, 100)
  await Promise.all(
    all.flatMap((person) => [
      node.command(person, { type: 'like', postId }),
      node.command(person, { type: 'comment', postId, body: 'Yes' }),
    ]),
  )
  const post = await node.db.post.findUnique({ where: { id: postId } })
  expect(post).toMatchObject({ likes: 100, comments: 100 })
  expect(await node.db.like.count({ where: { postId } })).toBe(100)
  expect(await node.db.comment.count({ where: { postId } })).toBe(100)
}, 90_000)

test('one bad command in a group fails alone', async () => {
  const postId = await newPost()
  const people = await Promise.all(Array.from({ length: 10 }, () => node.signUp()))
  const answers = await Promise.all(
    people.map((person, index) =>
      node.command(person, { type: 'like', postId: index === 4 ? randomUUID() : postId }),
    ),
  )
  expect(answers.filter(({ type }) => type === 'ack')).toHaveLength(9)
  expect(answers[4]).toMatchObject({ type: 'error', code: 'not_found' })
  expect(await node.db.post.findUnique({ where: { id: postId } })).toMatchObject({ likes: 9 })
})

test('the first answer comes back to the letter', async () => {
  const body = JSON.stringify({ type: 'post', ref: randomUUID(), body: 'to the letter' })
  const send = async () =>
    (await node.request('/live/commands', { method: 'POST', body }, ada)).text()
  const answers = await Promise.all(Array.from({ length: 10 }, send))
  expect(new Set(answers).size).toBe(1)
})

test('[F3] too many commands are refused with a time to wait', async () => {
  const limited = await startTestNode({ rateLimit: true })
  const person = await limited.signUp()
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => limited.command(person, { type: 'post', body: 'again' })),
  )
  const refused = answers.find(({ type }) => type === 'error')
  expect(refused).toMatchObject({ code: 'rate_limited' })
  expect((refused as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0)
  await limited.stop()
})

test('[R1][R2] what is changed in the database around the app is on every screen too', async () => {
  const postId = await newPost()
  const reader = await openSocket(node, `topics=feed,post:${postId}`)
  await reader.next(({ type }) => type === 'hello')
  const outside = new pg.Client({ connectionString: node.databaseUrl })
  await outside.connect()
  await outside.query('UPDATE posts SET body = $2, "likeCount" = 99 WHERE id = $1', [
    postId,
    'Mended in Studio',
  ])
  const edited = await reader.next(({ type }) => type === 'post.edited')
  expect(edited.data.data).toMatchObject({ post: { body: 'Mended in Studio', likes: 0 } })
  await outside.query('INSERT INTO likes ("postId", "userId") VALUES ($1, $2)', [postId, bob.id])
  await reader.next(
    ({ type, data }) => type === 'post.counts' && (data.data as { likes: number }).likes === 1,
  )
  const made = await outside.query<{ id: string }>(
    'INSERT INTO posts ("authorId", body) VALUES ($1, $2) RETURNING id',
    [bob.id, 'Written in psql'],
  )
  await reader.next(
    ({ type, data }) => type === 'post.created' && JSON.stringify(data).includes('Written in psql'),
  )
  await outside.query('DELETE FROM posts WHERE id = ANY($1)', [[postId, made.rows[0]?.id]])
  await reader.next(({ type, data }) => type === 'post.deleted' && data.topic === `post:${postId}`)
  await outside.end()
  reader.close()
})

test('[E8] of several counts of a post the newest alone is sent, and everything else', async () => {
  const postId = await newPost()
  const snapshot = await node.request(`/live/snapshot?topics=post:${postId}`)
  const { cursor } = (await snapshot.json()) as { cursor: string }
  for (const person of [ada, bob]) {
    await node.done(person, { type: 'like', postId })
    await node.done(person, { type: 'comment', postId, body: 'Yes' })
  }
  const response = await node.request(`/live/poll?topics=post:${postId}&since=${cursor}&wait=0`)
  const { events } = (await response.json()) as { events: { type: string; data: object }[] }
  expect(events.filter(({ type }) => type === 'comment.created')).toHaveLength(2)
  const counts = events.filter(({ type }) => type === 'post.counts')
  expect(counts.map(({ data }) => data)).toEqual([{ postId, likes: 2, comments: 2 }])
})
