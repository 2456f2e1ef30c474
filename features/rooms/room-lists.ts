// Lists of rooms and of their members, page by page to the last.
import { listedPeople } from './limits.ts'
import type { OwnRoom, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { pageOf } from '#platform/postgres/keyset.ts'
import { listedRooms, readOwnRooms, roomColumns, toRooms } from './queries.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'

const perPage = 200
const latestOfAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The `before` of the first page of `readOlderRooms`: after the rooms that every page loads; null when there are no more. */
export function placeOfOlder(known: readonly OwnRoom[]): string | null {
  if (known.length < listedRooms) return null
  const last = known.findLast(({ room }) => room.kind !== 'conversation')
  return last ? (last.latest ?? last.room.id) : latestOfAll
}

/** A person's rooms without conversations, those with the newest messages first, after the place `before`. */
export async function readOlderRooms(
  db: Reader,
  userId: string,
  before: string,
): Promise<{ rooms: OwnRoom[]; next: string | null }> {
  const rows = await db.$queryRaw<{ roomId: string; id: string }[]>`
    SELECT "roomId"::text, place.id::text
    FROM members JOIN rooms ON rooms.id = "roomId"
    CROSS JOIN LATERAL (
      SELECT coalesce((
        SELECT id FROM messages WHERE messages."roomId" = rooms.id ORDER BY id DESC LIMIT 1
      ), rooms.id) AS id
    ) AS place
    WHERE "userId" = ${userId}::uuid AND kind <> 'conversation' AND place.id < ${before}::uuid
    ORDER BY place.id DESC LIMIT ${perPage + 1}`
  const { page, next } = pageOf(rows, perPage)
  const roomIds = page.map(({ roomId }) => roomId)
  return { rooms: roomIds.length > 0 ? await readOwnRooms(db, userId, roomIds) : [], next }
}

/** Public rooms by name, after the room `after`; with a person given, only those that they are not in. */
export async function readOpenRooms(
  db: Reader,
  userId: string | null,
  after: string | null = null,
): Promise<{ rooms: RoomView[]; next: string | null }> {
  const rows = await db.room.findMany({
    where: { kind: 'public', ...(userId === null ? {} : { members: { none: { userId } } }) },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: perPage + 1,
    ...(isId(after) && { cursor: { id: after }, skip: 1 }),
    select: roomColumns,
  })
  const { page, next } = pageOf(rows, perPage)
  return { rooms: await toRooms(db, page), next }
}

/** A room's members in the order in which they joined, after the person `after`. */
export async function readMembers(
  db: Reader,
  roomId: string,
  after: string | null = null,
): Promise<{ people: Author[]; next: string | null }> {
  const rows = await db.member.findMany({
    where: { roomId },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    take: listedPeople + 1,
    ...(isId(after) && { cursor: { roomId_userId: { roomId, userId: after } }, skip: 1 }),
    select: { user: { select: authorColumns } },
  })
  const { page, next } = pageOf(
    rows.map(({ user }) => toAuthor(user)),
    listedPeople,
  )
  return { people: page, next }
}
