// Clients that never read, under load: their queues stay within the limit, they are disconnected, and clients that read get everything.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import { queueBound } from '#live/server/bounded-queue.ts'
import { openSocket } from './test-readers.ts'

const lazyReaders = 20
/** How much one flush may exceed the limit. */
const slackBytes = 64 * 1024
// A character of three bytes: the queue grows by a megabyte a second.
const body = '€'.repeat(2000)

let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.stop())

/** Opens a stream and never reads it, nor the close message. */
function openLazily(index: number): Socket {
  const { host, port } = new URL(node.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    index % 2 === 0
      ? `GET /live/sse?topics=feed HTTP/1.1\r\nHost: ${host}\r\n\r\n`
      : `GET /live/ws?topics=feed HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`,
  )
  socket.pause()
  socket.on('error', () => undefined)
  return socket
}

const upgrade =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bmV2ZXIgcmVhZHMgaXQgYQ==\r\n'

async function health(): Promise<{ queuedBytes: number; connections: number }> {
  return (await (await node.request('/healthz')).json()) as never
}

test(`[F7] ${lazyReaders} readers that never read, and as many again in the place of those that were closed`, async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => node.signUp()))
  const reader = await openSocket(node, 'topics=feed')
  let isOver = false
  let written = 0
  const writers = people.map(async (person) => {
    while (!isOver) {
      await node.done(person, { type: 'post', body })
      written += 1
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  })
  let read = 0
  reader.socket.on('message', (text) => {
    if (String(text).includes('"post.created"')) read += 1
    // Otherwise they would fill the test's memory.
    reader.received.length = 0
  })
  const lazy = Array.from({ length: lazyReaders }, (_, index) => openLazily(index))
  await expect.poll(async () => (await health()).connections).toBe(lazyReaders + 1)
  let mostQueued = 0
  let closed = 0
  while (closed <= lazyReaders) {
    const { queuedBytes, connections } = await health()
    mostQueued = Math.max(mostQueued, queuedBytes)
    // Replaces each client that was disconnected.
    for (let gone = lazyReaders + 1 - connections; gone > 0; gone -= 1, closed += 1) {
      lazy.push(openLazily(closed))
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  isOver = true
  await Promise.all(writers)
  for (const socket of lazy) socket.destroy()
  console.log(
    `${written} posts; at most ${(mostQueued / 1024 / 1024).toFixed(1)} MiB waited for ${lazyReaders} readers, ${closed} were closed`,
  )
  await expect.poll(() => read).toBe(written)
  reader.close()
  expect(mostQueued).toBeGreaterThan(queueBound)
  expect(mostQueued).toBeLessThan(lazyReaders * (queueBound + slackBytes))
}, 120_000)
