// Requests that the client gives up before the response: they are not counted, keep no memory, and throw nothing.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSse } from './test-readers.ts'

let node: TestNode
let ada: Person
let topic: string

beforeAll(async () => {
  node = await startTestNode({ rateLimit: true })
  ada = await node.signUp()
  topic = `post:${await writePost(node, ada, 'read by many')}`
})
afterAll(() => node.stop())

/** Sends a request over a connection of its own. */
async function send(path: string, headers: string): Promise<Socket> {
  const { port } = new URL(node.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${node.url}\r\n${headers}\r\n`,
  )
  return socket
}

const upgrade = (): string =>
  `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n`

test.each([
  ['streams', '/live/sse?', () => ''],
  ['polls', '/live/poll?wait=25&', () => ''],
  ['WebSockets', '/live/ws?', upgrade],
])('%s that somebody gives up at once leave their places free', async (_name, path, headers) => {
  for (let round = 0; round < 8; round += 1) {
    await Promise.all(
      Array.from({ length: 40 }, async (_each, index) => {
        const socket = await send(`${path}topics=${topic}`, `Cookie: ${ada.cookie}\r\n${headers()}`)
        // Some close as a browser does, some as when the network is lost.
        if (index % 2 === 0) socket.resetAndDestroy()
        else socket.destroy()
      }),
    )
  }
  await expect
    .poll(async () => {
      const health = (await (await node.request('/healthz')).json()) as { connections: number }
      return health.connections
    })
    .toBe(0)
  const readers = await Promise.all(
    Array.from({ length: 90 }, () => openSse(node, 'topics=feed', { person: ada })),
  )
  for (const reader of readers) reader.close()
  await Promise.all(readers.map(({ closed }) => closed))
})

test.each([
  ['an address that takes none', '/nothing-here', upgrade],
  ['a foreign origin', '/live/ws', () => `Origin: http://evil.example\r\n${upgrade()}`],
])('an upgrade to %s that is reset harms nobody', async (_name, path, headers) => {
  const thrown: unknown[] = []
  const note = (error: unknown): void => void thrown.push(error)
  process.on('uncaughtExceptionMonitor', note)
  for (let round = 0; round < 50; round += 1) {
    const socket = await send(path, headers())
    socket.resetAndDestroy()
  }
  expect((await node.request('/healthz')).ok).toBe(true)
  process.off('uncaughtExceptionMonitor', note)
  expect(thrown).toEqual([])
})
