// Permissions: only the site's own Origin, only one's own topics, and subscriptions end with the session or the post.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket, openSse } from './test-readers.ts'

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

test('[R6][T4][A2] only the site itself may change things, and only a person their own topic', async () => {
  const postId = await newPost()
  const body = JSON.stringify({ type: 'like', ref: 'x', postId })
  const evil = { headers: { origin: 'https://evil.example' } }
  expect(
    (await node.request('/live/commands', { method: 'POST', body, ...evil }, bob)).status,
  ).toBe(403)
  await expect(
    openSocket(node, 'topics=feed', { person: bob, origin: 'https://evil.example' }),
  ).rejects.toThrow('403')
  await expect(openSocket(node, 'topics=feed', { person: bob, origin: null })).rejects.toThrow(
    '403',
  )
  const nobody = await openSocket(node, 'topics=feed', { origin: null })
  nobody.say({ type: 'like', ref: 'y', postId })
  expect((await nobody.next(({ type }) => type === 'error')).data).toMatchObject({
    ref: 'y',
    code: 'unauthenticated',
  })
  nobody.close()
  expect((await node.request(`/live/sse?topics=user:${ada.id}`)).status).toBe(401)
  expect((await node.request(`/live/sse?topics=user:${ada.id}`, {}, bob)).status).toBe(403)
  expect((await node.request(`/live/sse?topics=post:${randomUUID()}`)).status).toBe(404)
  expect((await node.request('/live/sse?topics=nothing')).status).toBe(400)
})

test('[E10] a deleted post ends its topic, and its words are in no replay', async () => {
  const { cursor } = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
    cursor: string
  }
  const postId = await newPost(ada, 'a secret that slipped out')
  const reader = await openSocket(node, `topics=post:${postId}`)
  await reader.next(({ type }) => type === 'hello')
  await node.command(ada, { type: 'deletePost', postId })
  await reader.next(({ type }) => type === 'post.deleted')
  const replay = await (await node.request(`/live/poll?topics=feed&since=${cursor}&wait=0`)).text()
  expect(replay).toContain('post.deleted')
  expect(replay).not.toContain('a secret')
  reader.close()
})

test('[A4] a session that ends takes its connections along within a second', async () => {
  const person = await node.signUp()
  const stream = await openSse(node, `topics=user:${person.id}`, { person })
  const socket = await openSocket(node, `topics=user:${person.id}`, { person })
  await socket.next(({ type }) => type === 'hello')
  await stream.next(({ type }) => type === 'hello')
  const began = performance.now()
  await node.db.session.deleteMany({ where: { userId: person.id } })
  expect(await socket.closed).toBe(4401)
  await stream.closed
  expect(performance.now() - began).toBeLessThan(1000)
})

test.each([
  ['ran out', () => new Date(0)],
  ['is to run out in a moment', () => new Date(Date.now() + 300)],
])('a session whose row %s takes its connections along', async (_name, expiresAt) => {
  const person = await node.signUp()
  const stream = await openSse(node, `topics=user:${person.id}`, { person })
  const socket = await openSocket(node, `topics=user:${person.id}`, { person })
  await socket.next(({ type }) => type === 'hello')
  await stream.next(({ type }) => type === 'hello')
  const began = performance.now()
  await node.db.session.updateMany({
    where: { userId: person.id },
    data: { expiresAt: expiresAt() },
  })
  expect(await socket.closed).toBe(4401)
  await stream.closed
  // Sessions that should have expired are checked every second, all of them every fifteen.
  expect(performance.now() - began).toBeLessThan(8000)
  expect((await node.request(`/live/poll?topics=user:${person.id}`, {}, person)).status).toBe(401)
})

test('whoever is in rooms alone is nobody on the feed', async () => {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Quiet' })
  const inRoom = await openSocket(node, `topics=user:${ada.id},room:${own.room.id}`, {
    person: ada,
  })
  await inRoom.next(
    ({ type, data }) => type === 'presence' && data['topic'] === `room:${own.room.id}`,
  )
  const reader = await openSocket(node, 'topics=feed', { person: bob })
  const told = await reader.next(
    ({ type, data }) => type === 'presence' && data['topic'] === 'feed',
  )
  expect(JSON.stringify(told.data)).toContain(bob.handle)
  expect(JSON.stringify(told.data)).not.toContain(ada.handle)
  inRoom.close()
  reader.close()
})

test.each(['feed', 'rooms', 'mine'])('typing in %s reaches nobody', async (name) => {
  const topic = name === 'mine' ? `user:${ada.id}` : name
  const body = JSON.stringify({ type: 'typing', topic })
  const answer = await node.request('/live/commands', { method: 'POST', body }, ada)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ type: 'error', code: 'invalid' })
})

test('[E6] who follows a post is told to the others, by name', async () => {
  const postId = await newPost()
  const first = await openSocket(node, `topics=post:${postId}`, { person: ada })
  await first.next(
    ({ type, data }) => type === 'presence' && (data.data as { count: number }).count === 1,
  )
  const second = await openSse(node, `topics=post:${postId}`, { person: bob })
  const told = await first.next(
    ({ type, data }) => type === 'presence' && (data.data as { count: number }).count === 2,
  )
  expect(told.id).toBeUndefined()
  expect(JSON.stringify(told.data)).toContain(bob.handle)
  second.close()
  const left = await first.next(
    (each) =>
      each.type === 'presence' &&
      (each.data.data as { count: number }).count === 1 &&
      first.received.indexOf(each) > first.received.indexOf(told),
  )
  expect(JSON.stringify(left.data)).not.toContain(bob.handle)
  first.close()
})

test('[E6][C6] that somebody types is told to the others without an id, and to nobody who comes later', async () => {
  const postId = await newPost()
  const topic = `post:${postId}`
  const reader = await openSse(node, `topics=${topic}`, { person: ada })
  const { cursor } = (await reader.next(({ type }) => type === 'hello')).data
  const socket = await openSocket(node, '', { person: bob })
  socket.say({ type: 'typing', topic })
  const told = await reader.next(({ type }) => type === 'typing')
  expect(told.id).toBeUndefined()
  const user: unknown = expect.objectContaining({ handle: bob.handle })
  expect(told.data).toEqual({ type: 'typing', topic, data: { user } })
  const body = JSON.stringify({ type: 'typing', topic })
  const sent = await node.request('/live/commands', { method: 'POST', body }, bob)
  expect(sent.status).toBe(202)
  socket.say({ type: 'seen', id: 'nothing', transport: 'websocket' })
  socket.say({ type: 'comment', ref: 'said', postId, body: 'Done' })
  await socket.next(({ type }) => type === 'ack')
  // Neither signal got an answer.
  expect(socket.received.map(({ type }) => type)).toEqual(['hello', 'ack'])
  const later = await openSse(node, `topics=${topic}&since=${String(cursor)}`)
  await later.next(({ type }) => type === 'comment.created')
  expect(later.received.map(({ type }) => type)).not.toContain('typing')
  for (const each of [reader, socket, later]) each.close()
})

test('[T4][T5] a topic that one may not follow refuses a request as a whole, on a WebSocket it is named alone', async () => {
  const topics = [`user:${ada.id}`]
  const query = `topics=feed,${topics.join()}`
  for (const path of ['sse', 'poll', 'snapshot']) {
    const response = await node.request(`/live/${path}?${query}`, {}, bob)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ type: 'error', code: 'forbidden', topics })
  }
  const socket = await openSocket(node, query, { person: bob })
  const { data } = await socket.next(({ type }) => type === 'error')
  expect(data).toMatchObject({ ref: null, code: 'forbidden', topics })
  const postId = await newPost()
  await socket.next((each) => each.type === 'post.created' && JSON.stringify(each).includes(postId))
  socket.close()
})
