// The live protocol over real connections: each row of its documented tables.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
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

test('[R1][E1][T6] SSE begins with hello and carries a like made elsewhere, id and all', async () => {
  const postId = await newPost()
  const reader = await openSse(node, 'topics=feed')
  expect(reader.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(reader.response.headers.get('cache-control')).toBe('no-cache, no-transform')
  expect(reader.response.headers.get('x-accel-buffering')).toBe('no')
  const hello = await reader.next(({ type }) => type === 'hello')
  expect(Object.keys(hello.data).sort()).toEqual(['connectionId', 'cursor', 'heartbeatMs', 'user'])
  expect(hello.data.user).toBeNull()
  const answer = await node.command(bob, { type: 'like', postId })
  expect(answer).toMatchObject({ type: 'ack', result: { postId, liked: true, changed: true } })
  const counts = await reader.next(({ type }) => type === 'post.counts')
  expect(counts.id).toBe(counts.data.id)
  expect(counts.data).toMatchObject({
    topic: 'feed',
    type: 'post.counts',
    data: { postId, likes: 1, comments: 0 },
  })
  expect(new Date(String(counts.data.at)).toISOString()).toBe(counts.data.at)
  reader.close()
})

test('[E2] a WebSocket says hello, likes, and gets its ack and the event', async () => {
  const postId = await newPost()
  const reader = await openSocket(node, `topics=feed,user:${bob.id}`, { person: bob })
  const hello = await reader.next(({ type }) => type === 'hello')
  expect(hello.data.user).toMatchObject({ id: bob.id, handle: bob.handle })
  reader.say({ type: 'like', ref: 'r1', postId })
  const ack = await reader.next(({ type }) => type === 'ack')
  expect(ack.data).toMatchObject({ ref: 'r1', result: { postId, liked: true } })
  await reader.next(
    ({ type, data }) =>
      type === 'post.counts' && (data.data as { postId: string }).postId === postId,
  )
  const own = await reader.next(({ type }) => type === 'like.set')
  expect(own.data).toMatchObject({
    topic: `user:${bob.id}`,
    data: { postId, liked: true, ref: 'r1' },
  })
  reader.close()
})

test.each(['sse', 'websocket', 'poll'])(
  '[E9][T1] a reader resumes from its cursor over %s and has each event once',
  async (transport) => {
    const { cursor } = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
      cursor: string
    }
    const ids = [await newPost(), await newPost(), await newPost()]
    const created = (list: { type: string; data: unknown }[]) =>
      list
        .filter(({ type }) => type === 'post.created')
        .map(({ data }) => (data as { post: { id: string } }).post.id)
    if (transport === 'poll') {
      const response = await node.request(`/live/poll?topics=feed&since=${cursor}&wait=0`)
      const { events } = (await response.json()) as { events: { type: string; data: unknown }[] }
      expect(created(events)).toEqual(ids)
      return
    }
    const open = transport === 'sse' ? openSse : openSocket
    const reader = await open(node, `topics=feed&since=${cursor}`)
    await reader.next(({ data }) => JSON.stringify(data).includes(ids[2] ?? ''))
    expect((await reader.next(({ type }) => type === 'hello')).data.cursor).toBe(cursor)
    expect(created(reader.received.map(({ type, data }) => ({ type, data: data.data })))).toEqual(
      ids,
    )
    reader.close()
  },
)

test('[T1] Last-Event-ID wins over since', async () => {
  const first = await openSse(node, 'topics=feed')
  const start = String((await first.next(({ type }) => type === 'hello')).data.cursor)
  await newPost()
  const seen = await first.next(({ type }) => type === 'post.created')
  first.close()
  const wanted = await newPost()
  const second = await openSse(node, `topics=feed&since=${start}`, {
    headers: { 'last-event-id': String(seen.id) },
  })
  const next = await second.next(({ type }) => type === 'post.created')
  expect((next.data.data as { post: { id: string } }).post.id).toBe(wanted)
  second.close()
})

test.each(['nonsense', 'aaaaaaaa-zz', 'x'.repeat(200), ''])(
  '[S6] a cursor that is none (%j) gets a reset, then what is new',
  async (since) => {
    const reader = await openSocket(node, `topics=feed&since=${since}`)
    const hello = await reader.next(({ type }) => type === 'hello')
    if (since !== '') {
      const reset = await reader.next(({ type }) => type === 'reset')
      expect(reset.data).toEqual({ type: 'reset', topics: ['feed'], cursor: hello.data.cursor })
    }
    const postId = await newPost()
    await reader.next(
      ({ type, data }) => type === 'post.created' && JSON.stringify(data).includes(postId),
    )
    reader.close()
  },
)

test('[R2][T15] topics change without a reconnect over both', async () => {
  const postId = await newPost()
  const stream = await openSse(node, 'topics=feed')
  const { connectionId } = (await stream.next(({ type }) => type === 'hello')).data
  const changed = await node.request('/live/topics', {
    method: 'POST',
    body: JSON.stringify({
      connectionId,
      subscribe: [{ topic: `post:${postId}` }],
      unsubscribe: ['feed'],
    }),
  })
  expect(changed.status).toBe(200)
  const socket = await openSocket(node)
  socket.say({ type: 'subscribe', ref: 's', topics: [`post:${postId}`] })
  expect((await socket.next(({ type }) => type === 'ack')).data).toMatchObject({ ref: 's' })
  await newPost(ada, 'not for them')
  await node.command(bob, { type: 'comment', postId, body: 'Well said' })
  for (const reader of [stream, socket]) {
    const comment = await reader.next(({ type }) => type === 'comment.created')
    expect(comment.data).toMatchObject({ topic: `post:${postId}` })
    expect(reader.received.some(({ type }) => type === 'post.created')).toBe(false)
    reader.close()
  }
  const foreign = await node.request(
    '/live/topics',
    {
      method: 'POST',
      body: JSON.stringify({ connectionId, subscribe: [{ topic: 'feed' }] }),
    },
    bob,
  )
  expect(foreign.status).toBe(404)
})

test('[F1] what is wrong with a message is named, and the connection stays', async () => {
  const reader = await openSocket(node, '', { person: ada })
  const cases: [object | string, string, RegExp][] = [
    ['{', 'invalid', /JSON/],
    ['[1]', 'invalid', /type|object/],
    [{ type: 'dance', ref: 'a' }, 'invalid', /dance/],
    [{ type: 'like', ref: 'a' }, 'invalid', /postId/],
    [{ type: 'post', ref: 'a', body: 'x'.repeat(2001) }, 'invalid', /body/],
    [{ type: 'post', ref: 'a', body: '  ' }, 'invalid', /body/],
    [{ type: 'post', ref: 'r'.repeat(65), body: 'x' }, 'invalid', /ref/],
    [{ type: 'subscribe', ref: 'a', topics: ['x'] }, 'invalid', /topics/],
    [{ type: 'subscribe', ref: 'a', topics: [`room:${randomUUID()}`] }, 'not_found', /room/],
    [{ type: 'deletePost', ref: 'a', postId: await newPost(bob) }, 'forbidden', /author/],
  ]
  for (const [message, code, words] of cases) {
    const before = reader.received.length
    reader.say(message)
    const error = await reader.next(
      (each) => each.type === 'error' && reader.received.indexOf(each) >= before,
    )
    expect(error.data.code).toBe(code)
    expect(error.data.message).toMatch(words)
  }
  reader.say({ type: 'post', ref: 'still', body: 'still here' })
  await reader.next(({ type, data }) => type === 'ack' && data.ref === 'still')
  reader.close()
})

test('what is wrong with an upgrade’s topics is said after hello, and the connection stays', async () => {
  const reader = await openSocket(node, 'topics=nothing', { person: ada })
  reader.say('too early')
  const error = await reader.next(({ data }) => /nothing/.test(String(data['message'])))
  expect(error.data['code']).toBe('invalid')
  expect(reader.received[0]?.type).toBe('hello')
  reader.say({ type: 'subscribe', ref: 'then', topics: ['feed'] })
  await reader.next(({ type, data }) => type === 'ack' && data['ref'] === 'then')
  reader.close()
})

test('[F5][F6] twenty invalid messages in a row close with 1008, one above 64 KiB with 1009 or 413', async () => {
  const reader = await openSocket(node)
  for (let index = 0; index < 20; index += 1) reader.say('nonsense')
  expect(await reader.closed).toBe(1008)
  const large = await openSocket(node)
  large.say('x'.repeat(64 * 1024 + 1))
  expect(await large.closed).toBe(1009)
  const response = await node.request(
    '/live/commands',
    { method: 'POST', body: 'x'.repeat(64 * 1024 + 1) },
    ada,
  )
  expect(response.status).toBe(413)
})

test('[F7] a reader that does not read is closed at its bound, and catches up from its cursor', async () => {
  const { cursor } = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
    cursor: string
  }
  const { port } = new URL(node.url)
  const lazy = connect(Number(port), '127.0.0.1')
  lazy.write(`GET /live/sse?topics=feed HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  await new Promise((resolve) => lazy.once('data', resolve))
  lazy.pause()
  const closed = new Promise((resolve) => lazy.once('close', resolve))
  const body = '€'.repeat(2000)
  const writers = await Promise.all(Array.from({ length: 20 }, () => node.signUp()))
  let written = 0
  for (; written < 1400; written += writers.length) {
    await Promise.all(writers.map((person) => node.command(person, { type: 'post', body })))
  }
  lazy.resume()
  await closed
  let since = cursor
  let got = 0
  for (;;) {
    const response = await node.request(`/live/poll?topics=feed&since=${since}&wait=0`)
    const answer = (await response.json()) as { cursor: string; events: { type: string }[] }
    if (answer.events.length === 0) break
    got += answer.events.filter(({ type }) => type === 'post.created').length
    since = answer.cursor
  }
  expect(got).toBe(written)
}, 60_000)

test('[T13] a long poll answers when something comes, and after its time when nothing does', async () => {
  const { cursor } = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
    cursor: string
  }
  const waiting = node.request(`/live/poll?topics=feed&since=${cursor}&wait=20`)
  const postId = await newPost()
  const answer = (await (await waiting).json()) as { cursor: string; events: unknown[] }
  expect(JSON.stringify(answer.events)).toContain(postId)
  const empty = (await (
    await node.request(`/live/poll?topics=feed&since=${answer.cursor}&wait=1`)
  ).json()) as object
  expect(empty).toMatchObject({ events: [] })
})

test('[F8] a restart closes with 1012, and the cursor goes on after it', async () => {
  const socket = await openSocket(node, 'topics=feed')
  const stream = await openSse(node, 'topics=feed')
  const { cursor } = (await stream.next(({ type }) => type === 'hello')).data
  const postId = await newPost()
  const waiting = node.request(`/live/poll?topics=user:${ada.id}&wait=50`, {}, ada)
  await socket.next(({ type }) => type === 'post.created')
  // The poll has arrived when the node counts it.
  await vi.waitFor(async () => {
    const health = (await (await node.request('/healthz')).json()) as { connections: number }
    expect(health.connections).toBe(3)
  }, 10_000)
  await node.restart()
  expect(await socket.closed).toBe(1012)
  expect(await stream.closed).toBe(0)
  expect((await waiting).status).toBe(200)
  const again = await openSse(node, `topics=feed&since=${String(cursor)}`)
  const event = await again.next(({ type }) => type === 'post.created')
  expect((event.data.data as { post: { id: string } }).post.id).toBe(postId)
  again.close()
})
