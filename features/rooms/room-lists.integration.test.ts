// An account with more rooms, and a room with more members, than a page lists: paging reaches all of them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { placeOfOlder, readMembers, readOlderRooms, readOpenRooms } from './room-lists.ts'
import { readOwnRooms } from './queries.ts'

const many = 450

let database: TestDatabase
let db: Database
let userId: string
let roomIds: string[]
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.url, 1)
  const people = await db.user.createManyAndReturn({
    data: Array.from({ length: many }, (_, index) => ({
      email: `p${index}@example.org`,
      username: `p${index}`,
      name: `P${index}`,
    })),
    select: { id: true },
  })
  userId = people[0]?.id ?? ''
  // All have the same name: the id alone decides where a page ends.
  const rooms = await db.room.createManyAndReturn({
    data: Array.from({ length: many }, () => ({ kind: 'public', name: 'Room' })),
    select: { id: true },
  })
  roomIds = rooms.map(({ id }) => id)
  await db.member.createMany({ data: roomIds.map((roomId) => ({ roomId, userId })) })
  const [roomId = ''] = roomIds
  await db.member.createMany({
    data: people.map(({ id }) => ({ roomId, userId: id })),
    skipDuplicates: true,
  })
  // Some of them get messages, in no order.
  for (const index of [3, 400, 77, 210]) {
    const id = roomIds[index] ?? ''
    await db.message.create({ data: { roomId: id, authorId: userId, body: 'Hello' } })
  }
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

async function allPages<T>(
  first: string | null,
  read: (from: string | null) => Promise<{ page: T[]; next: string | null }>,
): Promise<T[]> {
  const found: T[] = []
  for (let from = first; ;) {
    const { page, next } = await read(from)
    found.push(...page)
    if (next === null) return found
    from = next
  }
}

test('one’s own rooms are listed to the last, each once, the newest talk first', async () => {
  const known = await readOwnRooms(db, userId)
  const older = await allPages(placeOfOlder(known), async (before) => {
    const { rooms, next } = await readOlderRooms(db, userId, before ?? '')
    return { page: rooms, next }
  })
  const all = [...known, ...older].map(({ room }) => room.id)
  expect(all.toSorted()).toEqual(roomIds.toSorted())
  expect(all.slice(0, 4)).toEqual([210, 77, 400, 3].map((index) => roomIds[index]))
})

test('somebody with few rooms has no further page', async () => {
  const other = await db.user.findFirstOrThrow({ where: { username: 'p7' } })
  expect(placeOfOlder(await readOwnRooms(db, other.id))).toBeNull()
})

test('rooms that are open to all are listed to the last', async () => {
  const all = await allPages(null, async (after) => {
    const { rooms, next } = await readOpenRooms(db, null, after)
    return { page: rooms.map(({ id }) => id), next }
  })
  const general = await db.room.count({ where: { kind: 'public' } })
  expect(new Set(all).size).toBe(general)
  expect(all).toHaveLength(general)
})

test('the people of a room are listed to the last', async () => {
  const all = await allPages(null, async (after) => {
    const { people, next } = await readMembers(db, roomIds[0] ?? '', after)
    return { page: people.map(({ id }) => id), next }
  })
  expect(all).toHaveLength(many)
  expect(new Set(all).size).toBe(many)
})
