// How much memory a stranger can occupy through drafts: little, and not for long.
import { randomUUID } from 'node:crypto'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import { enterWithinMs } from './draft-gate.ts'
import { TestWriter } from '#server/integration/test-writer.ts'

let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.stop())

/** A small message about a draft, of a kind that is neither known nor an authentication. */
function small(draftId: string, bytes = 10): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, draftId)
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint8Array(encoder, new Uint8Array(bytes))
  return encoding.toUint8Array(encoder)
}

async function open(): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/live/drafts`, {
    headers: { origin: node.url },
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('open', resolve))
  return { socket, closed }
}

test('who says nothing, too much, or of several drafts is closed', async () => {
  const silent = await open()
  const since = performance.now()
  const loud = await open()
  for (let count = 0; count < 5; count += 1) loud.socket.send(small('draft', 1024 * 1024))
  expect(await loud.closed).toBe(1009)
  const busy = await open()
  for (let count = 0; count < 20_000; count += 1) busy.socket.send(small('draft'))
  expect(await busy.closed).toBe(1009)
  const wide = await open()
  wide.socket.send(small(randomUUID()))
  wide.socket.send(small(randomUUID()))
  expect(await wide.closed).toBe(1008)
  const other = await open()
  other.socket.send(new Uint8Array([200]))
  expect(await other.closed).toBe(1003)
  expect(await silent.closed).toBe(1008)
  expect(performance.now() - since).toBeLessThan(enterWithinMs + 5000)
}, 20_000)

test('a session that runs out leaves its draft, though it follows nothing else', async () => {
  const ada = await node.signUp('ada')
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const writer = new TestWriter(node, draftId, ada)
  await expect.poll(() => writer.synced).toBe(true)
  await node.db.session.updateMany({
    where: { userId: ada.id },
    data: { expiresAt: new Date(Date.now() - 1000) },
  })
  await expect.poll(() => writer.refused, { timeout: 20_000 }).toBe('permission-denied')
  writer.end()
}, 30_000)
