// Queries of rooms: a person's rooms with unread counts, single rooms, and where a person is shown.
import { mostUnread } from './limits.ts'
import type { ConversationState, OwnRoom, Reading, RoomKind, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/statements.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'

/** How many of the viewer's rooms every page loads. */
export const listedRooms = 200

export const roomColumns = {
  id: true,
  kind: true,
  name: true,
  people: true,
  createdById: true,
} as const

interface RoomRow {
  id: string
  kind: string
  name: string
  createdById: string | null
}

/** Database rows as views, in their order. */
export async function toRooms(db: Reader, rows: readonly RoomRow[]): Promise<RoomView[]> {
  const people = await readPeople(db, rows)
  const conversations = await readConversations(db, rows)
  return rows.map(({ id, kind, name, createdById }) => ({
    id,
    kind: kind as RoomKind,
    name,
    people: people.get(id) ?? [],
    createdById,
    conversation: conversations.get(id) ?? null,
  }))
}

/** The state of those rooms that are conversations, by room id. */
async function readConversations(
  db: Reader,
  rows: readonly RoomRow[],
): Promise<Map<string, ConversationState>> {
  const ids = rows.filter(({ kind }) => kind === 'conversation').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const found = await db.conversation.findMany({
    where: { roomId: { in: ids } },
    select: {
      roomId: true,
      inboxId: true,
      doneAt: true,
      assignee: { select: authorColumns },
      inbox: { select: { room: { select: { name: true } } } },
    },
  })
  return new Map(
    found.map(({ roomId, inboxId, doneAt, assignee, inbox }) => [
      roomId,
      {
        inboxId,
        inboxName: inbox.room.name,
        assignee: assignee && toAuthor(assignee),
        done: doneAt !== null,
      },
    ]),
  )
}

/** The members of direct rooms, by room id. */
async function readPeople(db: Reader, rows: readonly RoomRow[]): Promise<Map<string, Author[]>> {
  const direct = rows.filter(({ kind }) => kind === 'direct').map(({ id }) => id)
  const people = new Map<string, Author[]>()
  if (direct.length === 0) return people
  const members = await db.member.findMany({
    where: { roomId: { in: direct } },
    orderBy: { joinedAt: 'asc' },
    select: { roomId: true, user: { select: authorColumns } },
  })
  for (const { roomId, user } of members) {
    people.set(roomId, [...(people.get(roomId) ?? []), toAuthor(user)])
  }
  return people
}

/** The room, or null when there is none (or `id` is no id). */
export async function getRoom(db: Reader, id: string): Promise<RoomView | null> {
  if (!isId(id)) return null
  const row = await db.room.findUnique({ where: { id }, select: roomColumns })
  if (!row) return null
  const [room] = await toRooms(db, [row])
  return room ?? null
}

/** Rooms by their ids. */
export async function readRooms(db: Reader, ids: readonly string[]): Promise<RoomView[]> {
  return toRooms(
    db,
    await db.room.findMany({ where: { id: { in: [...ids] } }, select: roomColumns }),
  )
}

interface OwnRow extends RoomRow {
  readUpTo: string
  unread: number
  waiting: string[]
  latest: string | null
}

/**
 * A person's rooms, those with the newest messages first, without conversations that are done: as many as a page loads.
 * With `roomIds` only those.
 */
export async function readOwnRooms(
  db: Reader,
  userId: string,
  roomIds: readonly string[] | null = null,
): Promise<OwnRoom[]> {
  const rows = await db.$queryRaw<OwnRow[]>`
    SELECT rooms.id::text, kind, name, "createdById"::text, "readUpTo"::text,
      newer.count::int AS unread, newest.id::text AS latest,
      CASE WHEN newer.count < ${mostUnread} THEN newer.ids ELSE '{}' END AS waiting
    FROM members JOIN rooms ON rooms.id = "roomId"
    LEFT JOIN LATERAL (
      SELECT id FROM messages WHERE messages."roomId" = rooms.id ORDER BY id DESC LIMIT 1
    ) AS newest ON true
    CROSS JOIN LATERAL (
      SELECT count(*), coalesce(array_agg(id::text), '{}') AS ids FROM (
        SELECT id FROM messages
        WHERE messages."roomId" = rooms.id AND messages.id > "readUpTo" AND "authorId" IS DISTINCT FROM ${userId}::uuid
        ORDER BY id DESC LIMIT ${mostUnread}
      ) AS counted
    ) AS newer
    WHERE "userId" = ${userId}::uuid AND CASE
      WHEN ${roomIds}::uuid[] IS NOT NULL THEN rooms.id = ANY(${roomIds}::uuid[])
      ELSE kind <> 'conversation'
        OR EXISTS (SELECT 1 FROM conversations WHERE "roomId" = rooms.id AND "doneAt" IS NULL)
    END
    ORDER BY coalesce(newest.id, rooms.id) DESC
    LIMIT ${listedRooms}`
  const rooms = await toRooms(db, rows)
  return rooms.flatMap((room, index) => {
    const row = rows[index]
    if (!row) return []
    const { readUpTo, unread, waiting, latest } = row
    return [{ room, readUpTo, unread, waiting, latest }]
  })
}

type ReadingRow = Reading & { userId: string }

/** The read marks and unread messages of members; other people are left out. */
export function readReadings(
  db: Statements,
  asked: readonly { userId: string; roomId: string }[],
): Promise<ReadingRow[]> {
  const roomIds = asked.map(({ roomId }) => roomId)
  const userIds = asked.map(({ userId }) => userId)
  return db.$queryRaw`
    SELECT "userId"::text, "roomId"::text, "readUpTo"::text, newer.count::int AS unread,
      CASE WHEN newer.count < ${mostUnread} THEN newer.ids ELSE '{}' END AS waiting,
      (SELECT id::text FROM messages
       WHERE messages."roomId" = members."roomId" ORDER BY id DESC LIMIT 1) AS latest
    FROM unnest(${roomIds}::uuid[], ${userIds}::uuid[]) AS asked(room, person)
    JOIN members ON "roomId" = asked.room AND "userId" = asked.person
    CROSS JOIN LATERAL (
      SELECT count(*), coalesce(array_agg(id::text), '{}') AS ids FROM (
        SELECT id FROM messages
        WHERE messages."roomId" = members."roomId" AND messages.id > "readUpTo"
          AND "authorId" IS DISTINCT FROM "userId"
        ORDER BY id DESC LIMIT ${mostUnread}
      ) AS counted
    ) AS newer`
}

/** As `readReadings`, for one person; null when they are no member. */
export async function readReading(
  db: Reader,
  userId: string,
  roomId: string,
): Promise<Reading | null> {
  const [row] = await readReadings(db, [{ userId, roomId }])
  return row ? toReading(row) : null
}

export function toReading({ roomId, readUpTo, unread, waiting, latest }: ReadingRow): Reading {
  return { roomId, readUpTo, unread, waiting, latest }
}

/** The newest message of each of these rooms; rooms without messages are left out. */
export async function readLatest(
  db: Reader,
  roomIds: readonly string[],
): Promise<Map<string, string>> {
  if (roomIds.length === 0) return new Map()
  const rows = await db.$queryRaw<{ roomId: string; id: string }[]>`
    SELECT asked.id::text AS "roomId", newest.id::text
    FROM unnest(${[...new Set(roomIds)]}::uuid[]) AS asked(id) CROSS JOIN LATERAL (
      SELECT id FROM messages WHERE messages."roomId" = asked.id ORDER BY id DESC LIMIT 1
    ) AS newest`
  return new Map(rows.map(({ roomId, id }) => [roomId, id]))
}

/**
 * Where a person's name is shown: rooms they are in or have written in. Conversations are replaced by their inboxes,
 * because viewers of a conversation subscribe to its inbox. At most `most` ids, in order, after the id `after`.
 */
export async function readRoomsOfPerson(
  db: Reader,
  userId: string,
  most: number,
  after: string | null = null,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE spoken AS (
      (SELECT "roomId" FROM messages WHERE "authorId" = ${userId}::uuid ORDER BY "roomId" LIMIT 1)
      UNION ALL
      SELECT (
        SELECT "roomId" FROM messages
        WHERE "authorId" = ${userId}::uuid AND messages."roomId" > spoken."roomId"
        ORDER BY "roomId" LIMIT 1
      ) FROM spoken WHERE spoken."roomId" IS NOT NULL
    ), shown AS (
      SELECT "roomId" FROM members WHERE "userId" = ${userId}::uuid
      UNION SELECT "roomId" FROM spoken WHERE "roomId" IS NOT NULL
    )
    SELECT id::text FROM (
      SELECT DISTINCT coalesce(conversations."inboxId", shown."roomId") AS id
      FROM shown LEFT JOIN conversations ON conversations."roomId" = shown."roomId"
    ) AS places
    WHERE ${after}::uuid IS NULL OR id > ${after}::uuid
    ORDER BY places.id LIMIT ${most}`
  return rows.map(({ id }) => id)
}
