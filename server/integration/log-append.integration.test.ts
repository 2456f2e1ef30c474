// The order of the log: a client that reads `id > cursor` misses nothing.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database, Transaction } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import { append } from '#live/server/log/append.ts'

const writers = 16
const eventsPerWriter = 30

let database: Awaited<ReturnType<typeof createTestDatabase>>
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.url, writers + 2)
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

/** Reads on by `id > last` until the writers are done; returns the ids in the order seen. */
async function tailWhile(writing: Promise<unknown>): Promise<number[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const seen: number[] = []
  let done = false
  void writing.finally(() => (done = true))
  for (;;) {
    const last = done
    const result = await client.query<{ id: string }>(
      'SELECT id FROM events WHERE id > $1 ORDER BY id',
      [seen.at(-1) ?? 0],
    )
    seen.push(...result.rows.map((row) => Number(row.id)))
    if (last && result.rows.length === 0) break
  }
  await client.end()
  return seen
}

async function writeAll(one: (tx: Transaction, writer: number) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let index = 0; index < eventsPerWriter; index += 1) {
        await db.$transaction(
          async (tx) => {
            // Delays before the insert, as in real transactions; never the same for two of them.
            await pause((writer * 7 + index * 3) % 11)
            await one(tx, writer)
          },
          { maxWait: 60_000, timeout: 60_000 },
        )
      }
    }),
  )
}

test('a reader skips nothing while 16 writers append in slow transactions', async () => {
  await db.event.deleteMany()
  const writing = writeAll(async (tx, writer) => {
    await append(
      tx,
      [{ topic: 'feed', type: 'post.deleted', data: { postId: `${writer}` } }],
      'test',
    )
    await pause(writer % 3)
  })
  const seen = await tailWhile(writing)
  await writing
  expect(seen).toHaveLength(writers * eventsPerWriter)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(new Set(seen).size).toBe(seen.length)
})

test('the same reader misses events whose ids are taken without the lock', async () => {
  await db.event.deleteMany()
  const writing = writeAll(async (tx, writer) => {
    await tx.$executeRaw`
      INSERT INTO events (id, topic, type, data) VALUES (nextval('event_ids'), 'feed', 'naive', '{}')`
    await pause(writer % 5)
  })
  const seen = await tailWhile(writing)
  await writing
  const rows = await db.event.count()
  expect(rows).toBe(writers * eventsPerWriter)
  expect(seen.length).toBeLessThan(rows)
})
