// The live protocol from outside: each line of its tables, over real connections.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode } from '../test-node.ts'
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

async function newPost(person = ada, body = 'Hello'): Promise<string> {
  const answer = await node.command(person, { type: 'post', body })
  if (answer.type !== 'ack' || !('post' in answer.result)) throw new Error(JSON.stringify(answer))
  return answer.result.post.id
}

test('SSE begins with hello and carries a like made elsewhere, id and all', async () => {
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

test('a WebSocket says hello, likes, and gets its ack and the event', async () => {
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

test('the same ref gets the first answer on another transport and changes nothing more', async () => {
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

test('fifty likes of one person at once are one, two hundred people are two hundred', async () => {
  const postId = await newPost()
  await Promise.all(Array.from({ length: 50 }, () => node.command(bob, { type: 'like', postId })))
  expect(await node.db.post.findUnique({ where: { id: postId } })).toMatchObject({ likes: 1 })
  const people = await Promise.all(Array.from({ length: 20 }, () => node.signUp()))
  await Promise.all(
    people.flatMap((person) => [
      node.command(person, { type: 'like', postId }),
      node.command(person, { type: 'comment', postId, body: 'Yes' }),
    ]),
  )
  const post = await node.db.post.findUnique({ where: { id: postId } })
  expect(post).toMatchObject({ likes: 21, comments: 20 })
  expect(await node.db.like.count({ where: { postId } })).toBe(21)
  expect(await node.db.comment.count({ where: { postId } })).toBe(20)
})

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

test.each(['sse', 'websocket', 'poll'])(
  'a reader resumes from its cursor over %s and has each event once',
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

test('Last-Event-ID wins over since', async () => {
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
  'a cursor that is none (%j) gets a reset, then what is new',
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

test('topics change without a reconnect over both', async () => {
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

test('only the site itself may change things, and only a person their own topic', async () => {
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

test('what is wrong with a message is named, and the connection stays', async () => {
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

test('the first answer comes back to the letter', async () => {
  const body = JSON.stringify({ type: 'post', ref: randomUUID(), body: 'to the letter' })
  const send = async () =>
    (await node.request('/live/commands', { method: 'POST', body }, ada)).text()
  const answers = await Promise.all(Array.from({ length: 10 }, send))
  expect(new Set(answers).size).toBe(1)
})

test('twenty invalid messages in a row close with 1008, one above 64 KiB with 1009 or 413', async () => {
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

test('too many commands are refused with a time to wait', async () => {
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

test('a reader that does not read is closed at its bound, and catches up from its cursor', async () => {
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

test('a deleted post ends its topic, and its words are in no replay', async () => {
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

test('a session that ends takes its connections along within a second', async () => {
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

test('a long poll answers when something comes, and after its time when nothing does', async () => {
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

test('a restart closes with 1012, and the cursor goes on after it', async () => {
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
  })
  await node.restart()
  expect(await socket.closed).toBe(1012)
  expect(await stream.closed).toBe(0)
  expect((await waiting).status).toBe(200)
  const again = await openSse(node, `topics=feed&since=${String(cursor)}`)
  const event = await again.next(({ type }) => type === 'post.created')
  expect((event.data.data as { post: { id: string } }).post.id).toBe(postId)
  again.close()
})

test('what is changed in the database around the app is on every screen too', async () => {
  const postId = await newPost()
  const reader = await openSocket(node, `topics=feed,post:${postId}`)
  await reader.next(({ type }) => type === 'hello')
  const outside = new pg.Client({ connectionString: node.databaseUrl })
  await outside.connect()
  await outside.query('UPDATE posts SET body = $2, likes = 99 WHERE id = $1', [
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

test('who follows a post is told to the others, by name', async () => {
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
