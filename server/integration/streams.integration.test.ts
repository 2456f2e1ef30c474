// The beginning of a stream, and its heartbeats, which are more frequent here than in production.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket } from './test-readers.ts'

const { beatMs } = vi.hoisted(() => ({ beatMs: 640 }))
vi.mock('#live/server/live.ts', () => ({ heartbeatMs: beatMs }))

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterAll(() => node.stop())

/** A stream as raw text. */
async function openRaw(method = 'GET'): Promise<{ text(): string; close(): void }> {
  const abort = new AbortController()
  const init = { method, signal: abort.signal }
  const { body } = await node.request('/live/sse?topics=feed', init)
  let text = ''
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    for await (const part of body ?? []) text += decoder.decode(part, { stream: true })
  }
  read().catch(() => undefined)
  return { text: () => text, close: () => abort.abort() }
}

test('[T7][T12] a quiet stream says in time where it stands: at what it has sent last', async () => {
  const inUse = await vi.importActual<{ heartbeatMs: number }>('#live/server/live.ts')
  expect(inUse.heartbeatMs).toBe(15_000)
  const stream = await openRaw()
  const places = () => [...stream.text().matchAll(/^: at (\S+)$/gm)].map(([, cursor]) => cursor)
  await expect.poll(() => places().length).toBeGreaterThan(0)
  const before = places().length
  await new Promise((resolve) => setTimeout(resolve, 4 * beatMs))
  expect(places().length - before).toBeGreaterThanOrEqual(4)
  await writePost(node, ada, 'Something')
  await expect.poll(stream.text).toContain('event: post.created')
  const [, id] = /^id: (\S+)\nevent: post\.created$/m.exec(stream.text()) ?? []
  await expect.poll(() => places().at(-1)).toBe(id)
  stream.close()
})

test('[T10][T11][T12] who answers pings is told where the connection stands, who misses two is closed', async () => {
  const reader = await openSocket(node, 'topics=feed')
  const silent = await openSocket(node, 'topics=feed')
  let pings = 0
  silent.socket.pong = () => undefined
  silent.socket.on('ping', () => (pings += 1))
  await writePost(node, ada, 'Something more')
  const { id } = await reader.next(({ type }) => type === 'post.created')
  const beat = await reader.next(({ type, data }) => type === 'heartbeat' && data['cursor'] === id)
  expect(beat.data).toEqual({ type: 'heartbeat', cursor: id })
  await silent.closed
  expect(pings).toBe(2)
  expect(silent.received.filter(({ type }) => type === 'heartbeat')).toHaveLength(2)
  const beats = () => reader.received.filter(({ type }) => type === 'heartbeat').length
  await expect.poll(beats).toBeGreaterThan(4)
  expect(reader.socket.readyState).toBe(reader.socket.OPEN)
  reader.close()
})

test('[T1][T3][T8] a stream without since begins at the end of the log, and says when to come back', async () => {
  const earlier = await writePost(node, ada, 'Earlier')
  const methods = ['GET', 'POST', 'GET', 'POST', 'GET', 'POST']
  const streams = await Promise.all(methods.map((method) => openRaw(method)))
  for (const { text } of streams) await expect.poll(text).toContain('event: hello')
  const later = await writePost(node, ada, 'Later')
  const waits = new Set<number>()
  for (const { text, close } of streams) {
    await expect.poll(text).toContain(later)
    expect(text()).not.toContain(earlier)
    waits.add(Number(/^retry: (\d+)$/m.exec(text())?.[1]))
    close()
  }
  expect(waits.size).toBeGreaterThan(1)
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000)
  expect(Math.max(...waits)).toBeLessThanOrEqual(3000)
})
