// Rate limits: a client that asks for too much is refused, others and ordinary use are not.
import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket } from './test-readers.ts'

let node: TestNode
let ada: Person
let postId: string
let addresses = 0

beforeAll(async () => {
  node = await startTestNode({ rateLimit: true, trustedProxies: 1 })
  ada = await node.signUp()
  postId = await writePost(node, ada, 'read by many')
})
afterAll(() => node.stop())

/** An IP address that has sent no request yet. */
function freshAddress(): Record<string, string> {
  addresses += 1
  return { 'x-forwarded-for': `198.51.100.${addresses}` }
}

function openFrom(headers: Record<string, string>): WebSocket {
  return new WebSocket(`${node.url.replace('http', 'ws')}/live/ws`, { headers })
}

/** Topics that do not exist: refusing them costs too. */
function manyTopics(): string[] {
  return Array.from({ length: 100 }, () => `post:${randomUUID()}`)
}

/** Asks for snapshots until one is refused. */
async function useUp(headers: Record<string, string>): Promise<Response> {
  const topics = manyTopics().join(',')
  for (;;) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        node.request(`/live/snapshot?topics=${topics}`, { headers }),
      ),
    )
    expect(answers.every(({ status }) => status === 404 || status === 429)).toBe(true)
    const refused = answers.find(({ status }) => status === 429)
    if (refused) return refused
  }
}

test('[F3] snapshots are refused in time, with when to come back, and not to others', async () => {
  const refused = await useUp(freshAddress())
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({
    type: 'error',
    code: 'rate_limited',
    retryAfterMs: expect.any(Number),
  })
  const other = await node.request('/live/snapshot?topics=feed', { headers: freshAddress() })
  expect(other.status).toBe(200)
})

test.each([
  ['seen', { type: 'seen', id: '0', transport: 'websocket' }],
  ['subscribe', { type: 'subscribe', ref: 's', topics: manyTopics() }],
])('[F6] a socket that floods with %s is told so, and then closed', async (_name, message) => {
  const headers = freshAddress()
  const socket = openFrom(headers)
  const codes = new Set<string>()
  socket.on('message', (text) => {
    const answer = JSON.parse(String(text)) as { type: string; code?: string }
    if (answer.type === 'error' && answer.code) codes.add(answer.code)
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await useUp(headers)
  const text = JSON.stringify(message)
  while (socket.readyState === WebSocket.OPEN) {
    for (let each = 0; each < 500; each += 1) socket.send(text)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(await closed).toBe(1008)
  expect(codes).toContain('rate_limited')
})

test('[T2] a connection has a thousand topics at most', async () => {
  const socket = await openSocket(node, '', { person: ada })
  const ids = Array.from({ length: 1001 }, () => randomUUID())
  await node.db.post.createMany({ data: ids.map((id) => ({ id, authorId: ada.id, body: 'x' })) })
  const topics = ids.map((id) => `post:${id}`)
  for (let from = 0; from < 1000; from += 100) {
    socket.say({ type: 'subscribe', ref: `from ${from}`, topics: topics.slice(from, from + 100) })
  }
  await socket.next(({ type, data }) => type === 'ack' && data['ref'] === 'from 900')
  socket.say({ type: 'subscribe', ref: 'more', topics: topics.slice(1000) })
  const more = await socket.next(({ data }) => data['ref'] === 'more')
  expect(more.data).toMatchObject({ type: 'error', code: 'invalid' })
  socket.say({ type: 'unsubscribe', ref: 'less', topics: topics.slice(0, 1) })
  socket.say({ type: 'subscribe', ref: 'again', topics: topics.slice(1000) })
  const again = await socket.next(({ data }) => data['ref'] === 'again')
  expect(again.type).toBe('ack')
  socket.close()
})

/** `fetch` cannot send a wrong Content-Length. */
function send(path: string, headers: OutgoingHttpHeaders, bytes = 1): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${node.url}${path}`,
      { method: 'POST', headers: { origin: node.url, ...headers } },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    sent.on('error', reject)
    sent.write(Buffer.alloc(bytes))
  })
}

test('[F5] a body is refused by where it goes, before any of it is read', async () => {
  const large = { 'content-length': String(200 * 1024) }
  const tooLarge = { 'content-length': String(9 * 1024 * 1024) }
  const { cookie } = ada
  expect(await send('/', large)).toBe(413)
  expect(await send('/', { ...large, cookie })).toBe(413)
  expect(await send('/@ada', large)).toBe(413)
  expect(await send('/@ada', { ...tooLarge, cookie })).toBe(413)
  expect(await send('/api/auth/sign-in/email', large)).toBe(413)
  expect(await send('/live/commands', { ...large, cookie }, 200 * 1024)).toBe(413)
  expect(await send('/@ada', { 'transfer-encoding': 'chunked', cookie })).toBe(411)
  // This node has no pages: what passes the limits gets 404.
  expect(await send('/@ada', { ...large, cookie })).toBe(404)
})

test('a thousand people behind one address come back at once, and poll', async () => {
  const headers = freshAddress()
  const sockets = Array.from({ length: 1000 }, () => openFrom(headers))
  const opened = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<boolean>((resolve) => {
          socket.once('message', () => resolve(true))
          socket.once('error', () => resolve(false))
        }),
    ),
  )
  expect(opened.every(Boolean)).toBe(true)
  for (let round = 0; round < 3; round += 1) {
    for (let asked = 0; asked < 1000; asked += 50) {
      const path = `/live/poll?topics=feed,post:${postId}&wait=0`
      const polls = await Promise.all(
        Array.from({ length: 50 }, () => node.request(path, { headers })),
      )
      expect(new Set(polls.map(({ status }) => status))).toEqual(new Set([200]))
    }
  }
  for (const socket of sockets) socket.terminate()
})
