// Bytes on the wire: the event stream's framing of unusual texts, and WebSocket frames that no library would send.
import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket, openSse } from './test-readers.ts'

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterAll(() => node.stop())

const awkward: [string, string, string][] = [
  ['a byte order mark', '\u{feff}first', 'first'],
  ['carriage returns', 'a\rb\r\nc', 'a\nb\nc'],
  ['many lines', 'data: no\n\nid: 7\nevent: x\n: y', 'data: no\n\nid: 7\nevent: x\n: y'],
  ['a NUL', 'a\u0000b', 'ab'],
  ['unicode line separators', 'a\u2028b\u2029c\u0085d', 'a\u2028b\u2029c\u0085d'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['emoji and right-to-left', '👩🏽‍🚀 שלום', '👩🏽‍🚀 שלום'],
]

test.each(awkward)('%s in a text arrive whole, as one event', async (_name, body, wanted) => {
  const reader = await openSse(node, 'topics=feed')
  await reader.next(({ type }) => type === 'hello')
  const answer = await node.command(ada, { type: 'post', body })
  expect(answer.type).toBe('ack')
  const event = await reader.next(({ type }) => type === 'post.created')
  expect((event.data['data'] as { post: { body: string } }).post.body).toBe(wanted)
  expect(reader.received.filter(({ type }) => type === 'post.created')).toHaveLength(1)
  reader.close()
})

test('every line of a stream is a field, a comment or empty', async () => {
  const socket = await open('/live/sse?topics=feed')
  let text = ''
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()))
  await node.command(ada, { type: 'post', body: 'a\nb\u2028c' })
  await until(() => text.includes('post.created'))
  const [head, ...rest] = text.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 200/)
  expect(head?.toLowerCase()).not.toContain('content-encoding')
  const body = rest.join('\r\n\r\n').replace(/(^|\r\n)[0-9a-f]+\r\n/g, '')
  for (const line of body.replaceAll('\r\n', '').split('\n')) {
    expect(line).toMatch(/^($|:|(id|event|data|retry): )/)
  }
  socket.destroy()
})

/** A raw connection that requests `path`, plainly or as an upgrade. */
async function open(path: string, upgrade = false): Promise<Socket> {
  const { port } = new URL(node.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  const key = randomBytes(16).toString('base64')
  const more = upgrade
    ? `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n`
    : ''
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${more}\r\n`)
  await new Promise((resolve) => socket.once('readable', resolve))
  return socket
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 5000, interval: 10 }).toBe(true)
}

/** A client's frame; without `mask` it violates the protocol. */
function frame(
  first: number,
  payload: Buffer,
  { mask = true, length = payload.length } = {},
): Buffer {
  const header =
    length < 126
      ? Buffer.from([first, length])
      : Buffer.from([first, 126, length >> 8, length & 255])
  if (!mask) return Buffer.concat([header, payload])
  header[1] = (header[1] ?? 0) | 0x80
  const key = randomBytes(4)
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (key[index % 4] ?? 0)))
  return Buffer.concat([header, key, masked])
}

/** The server's close code, or null when it just ends the connection. */
function closeCode(socket: Socket): Promise<number | null> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes])
      const at = received.lastIndexOf(0x88)
      if (at >= 0 && received.length >= at + 4) resolve(received.readUInt16BE(at + 2))
    })
    socket.once('close', () => resolve(null))
  })
}

const text = 0x81
const cases: [string, Buffer, number][] = [
  ['an unmasked frame', frame(text, Buffer.from('{}'), { mask: false }), 1002],
  ['a reserved bit', frame(text | 0x40, Buffer.from('{}')), 1002],
  ['an unknown opcode', frame(0x83, Buffer.from('{}')), 1002],
  ['bad UTF-8', frame(text, Buffer.from([0xc3, 0x28])), 1007],
  ['a control frame of 126 bytes', frame(0x89, Buffer.alloc(126)), 1002],
  ['a fragmented ping', frame(0x09, Buffer.from('x')), 1002],
  ['a continuation of nothing', frame(0x80, Buffer.from('x')), 1002],
  [
    'a frame that says it is larger than 64 KiB',
    Buffer.from([text, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 3, 4]),
    1009,
  ],
]

test.each(cases)('%s is refused with its close code', async (_name, bytes, code) => {
  const socket = await open('/live/ws', true)
  const closed = closeCode(socket)
  socket.write(bytes)
  expect(await closed).toBe(code)
  socket.destroy()
})

test('a message in fragments is one message', async () => {
  const socket = await open('/live/ws', true)
  let received = ''
  socket.on('data', (bytes: Buffer) => (received += bytes.toString()))
  socket.write(frame(0x01, Buffer.from('{"type":"subscribe",')))
  socket.write(frame(0x89, Buffer.from('between')))
  socket.write(frame(0x80, Buffer.from(`"ref":"fragments","topics":["feed"]}`)))
  await until(() => received.includes('"ref":"fragments"'))
  expect(received).toContain('between')
  socket.destroy()
})

test('pings by the thousand cost no memory, and the others nothing', async () => {
  const flood = await open('/live/ws', true)
  const ping = frame(0x89, Buffer.alloc(100))
  const many = Buffer.concat(Array.from({ length: 5000 }, () => ping))
  const before = process.memoryUsage().rss
  flood.pause()
  flood.write(many)
  const reader = await openSocket(node, 'topics=feed', { person: ada })
  reader.say({ type: 'post', ref: randomUUID(), body: 'still answered' })
  await reader.next(({ type }) => type === 'ack')
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  flood.destroy()
  reader.close()
})

test('an upgrade to anywhere else is answered and closed', async () => {
  const socket = await open('/elsewhere', true)
  const ended = new Promise((resolve) => socket.once('close', resolve))
  expect(String(socket.read())).toMatch(/^HTTP\/1\.1 404/)
  socket.resume()
  await ended
})
