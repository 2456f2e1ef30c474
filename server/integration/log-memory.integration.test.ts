// The part of the log that a starting node loads into memory: the newest, within its limits of entries and bytes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import { KnownEvents } from '#live/server/log/event-rules.ts'
import { Bus } from '#platform/postgres/bus.ts'
import { Log } from '#live/server/log/log.ts'
import type { RecentBounds } from '#live/server/log/recent.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.url, 2)
  await db.$executeRaw`
    INSERT INTO events (id, topic, type, data)
    SELECT nextval('event_ids'), 'feed', 'test', json_build_object('text', repeat('x', 1000))
    FROM generate_series(1, 200)`
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

async function started(recent: RecentBounds): Promise<Log> {
  const ignore = (): void => undefined
  const log = new Log({
    bus: new Bus(database.url, 'test'),
    db,
    known: new KnownEvents([]),
    logger: createLogger('fatal'),
    recent,
    onEntries: ignore,
    onRewound: ignore,
  })
  await log.start()
  return log
}

test.each([
  ['all of it', { entries: 1000, bytes: 10_000_000 }, 200],
  ['as many entries as may be', { entries: 50, bytes: 10_000_000 }, 50],
  ['exactly as many as there are', { entries: 200, bytes: 10_000_000 }, 200],
  ['as many bytes as may be', { entries: 1000, bytes: 100_000 }, 24],
])('%s', async (_name, bounds, kept) => {
  const log = await started(bounds)
  const rows = await db.$queryRaw<{ id: bigint }[]>`SELECT id FROM events ORDER BY id`
  const ids = rows.map(({ id }) => Number(id))
  expect(log.position).toBeGreaterThan(ids.at(-1) ?? 0)
  const oldest = ids.find((id) => log.recent.covers(id)) ?? 0
  const held = log.recent.between(oldest, log.position, new Set(['feed'])).map(({ id }) => id)
  expect(held).toEqual(ids.filter((id) => id > oldest))
  expect(log.recent.size.bytes).toBeLessThanOrEqual(bounds.bytes * 1.5)
  expect(log.recent.size.entries).toBe(kept)
  await log.stop()
})
