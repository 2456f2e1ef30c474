// An inbox with more conversations than one page lists: paging reaches all of them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { readConversations } from './queries.ts'

const many = 260

let database: TestDatabase
let db: Database
let inboxId: string
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.url, 1)
  const inbox = await db.room.create({ data: { kind: 'inbox', name: 'Shop' } })
  inboxId = inbox.id
  await db.inbox.create({ data: { roomId: inboxId, key: 'key', webhookSecret: 'secret' } })
  for (const isDone of [false, true]) {
    const rooms = await db.room.createManyAndReturn({
      data: Array.from({ length: many }, () => ({ kind: 'conversation', name: 'Vera' })),
      select: { id: true },
    })
    const doneAt = isDone ? new Date() : null
    await db.conversation.createMany({
      data: rooms.map(({ id }) => ({ roomId: id, inboxId, doneAt })),
    })
  }
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

async function all(which: 'done' | 'open'): Promise<string[]> {
  const found: string[] = []
  let beyond: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readConversations>> = await readConversations(
      db,
      inboxId,
      which,
      beyond,
    )
    found.push(...page.rooms.map(({ id }) => id))
    beyond = page.next
  } while (beyond !== null)
  return found
}

test('open conversations are listed to the last, whoever waits longest first', async () => {
  const open = await all('open')
  expect(new Set(open).size).toBe(many)
  expect(open).toEqual(open.toSorted())
})

test('those that are done are listed to the last, the newest first', async () => {
  const done = await all('done')
  expect(new Set(done).size).toBe(many)
  expect(done).toEqual(done.toSorted().toReversed())
})

test('a place that is none is the beginning', async () => {
  const { rooms } = await readConversations(db, inboxId, 'open', "' OR 1=1")
  expect(rooms).toHaveLength(50)
})
