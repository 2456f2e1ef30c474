// Pruned events are never served in part: a cursor from before them gets a reset.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { createLogger } from '#platform/logger.ts'
import { Retention } from '#live/server/log/retention.ts'

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterAll(() => node.stop())

async function poll(
  since: string,
): Promise<{ cursor: string; events: unknown[]; reset?: boolean }> {
  const response = await node.request(`/live/poll?topics=feed&since=${since}&wait=0`)
  return (await response.json()) as { cursor: string; events: unknown[]; reset?: boolean }
}

test('[S6] by number and by age the oldest go, and whoever is older than that is told', async () => {
  const { cursor: oldest } = await poll('none')
  for (let index = 0; index < 30; index += 1)
    await node.command(ada, { type: 'post', body: `${index}` })
  const { cursor: middle } = await poll('none')
  for (let index = 0; index < 10; index += 1)
    await node.command(ada, { type: 'post', body: `late ${index}` })
  await node.db.$executeRaw`UPDATE events SET at = now() - interval '2 hours' WHERE id <= 10`
  const retention = new Retention(node.db, { hours: 1, events: 15 }, createLogger('fatal'), 0)
  await node.db.logEpoch.create({ data: { first: -1n, epoch: 'ended' } })
  await retention.prune()
  await retention.stop()
  expect(await node.db.event.count()).toBe(15)
  expect(await node.db.logEpoch.count({ where: { epoch: 'ended' } })).toBe(0)
  expect(await node.db.logEpoch.count()).toBeGreaterThan(0)
  // Memory still has it all; after a restart only the table counts.
  await node.restart()
  expect((await poll(oldest)).reset).toBe(true)
  const kept = await poll(middle)
  expect(kept.reset).toBeUndefined()
  expect(kept.events).toHaveLength(10)
})

test('by a clock that has only just been set nothing goes, however old it says that all is', async () => {
  const before = [await node.db.event.count(), await node.db.answer.count()]
  await node.db.$executeRaw`UPDATE events SET at = now() - interval '8 days'`
  await node.db.$executeRaw`UPDATE answers SET "createdAt" = now() - interval '8 days'`
  const retention = new Retention(node.db, { hours: 1, events: 1000 }, createLogger('fatal'))
  await retention.prune()
  await retention.prune()
  await retention.stop()
  expect([await node.db.event.count(), await node.db.answer.count()]).toEqual(before)
})
