// Clients acknowledge an event now and then: the measured delays are shown to the operator.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { site } from '../site.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import { openSocket } from './test-readers.ts'

let node: TestNode
beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.stop())

test('[C6] an acknowledged event is a sample of its transport, an unknown one is none', async () => {
  const ada = await node.signUp()
  const reader = await openSocket(node, 'topics=feed')
  await reader.next(({ type }) => type === 'hello')
  await writePost(node, ada, 'How long does it take?')
  const { id } = await reader.next(({ type }) => type === 'post.created')
  reader.say({ type: 'seen', id, transport: 'websocket' })
  const body = JSON.stringify({ type: 'seen', id, transport: 'sse' })
  expect((await node.request('/live/commands', { method: 'POST', body })).status).toBe(202)
  const unknown = JSON.stringify({ type: 'seen', id: 'nothing', transport: 'long-poll' })
  await node.request('/live/commands', { method: 'POST', body: unknown })
  await expect
    .poll(() =>
      site()
        .performance()
        .delays.map(({ transport }) => transport)
        .toSorted(),
    )
    .toEqual(['sse', 'websocket'])
  for (const { samples, median } of site().performance().delays) {
    expect(samples).toBe(1)
    expect(median).toBeGreaterThan(0)
  }
  const wrong = JSON.stringify({ type: 'seen', id, transport: 'pigeon' })
  const answer = await node.request('/live/commands', { method: 'POST', body: wrong })
  expect(await answer.json()).toMatchObject({
    code: 'invalid',
    message: 'transport: is no transport',
  })
  reader.close()
})
