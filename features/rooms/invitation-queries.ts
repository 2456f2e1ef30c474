// Queries of open invitations: who is invited into which room.
import type { Asked, Invitation } from './protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { readRooms } from './queries.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'

/** No more are listed at once: answered ones make place for the rest. */
const listed = 100

/** A person's invitations, newest first; with `roomId` only the one into that room. */
export async function readInvitations(
  db: Reader,
  userId: string,
  roomId: string | null = null,
): Promise<Invitation[]> {
  const rows = await db.invitation.findMany({
    where: {
      userId,
      ...(roomId !== null && { roomId }),
      // They may have joined in another way.
      room: { members: { none: { userId } } },
    },
    orderBy: [{ createdAt: 'desc' }, { roomId: 'desc' }],
    take: listed,
    select: { roomId: true, by: { select: authorColumns } },
  })
  if (rows.length === 0) return []
  const rooms = await readRooms(
    db,
    rows.map((row) => row.roomId),
  )
  const byId = new Map(rooms.map((room) => [room.id, room]))
  return rows.flatMap((row) => {
    const room = byId.get(row.roomId)
    return room ? [{ room, by: row.by && toAuthor(row.by) }] : []
  })
}

/** Who is invited into a room, the newest invitation first. */
export async function readAsked(db: Reader, roomId: string): Promise<Asked[]> {
  const rows = await db.invitation.findMany({
    where: { roomId, user: { memberships: { none: { roomId } } } },
    orderBy: [{ createdAt: 'desc' }, { userId: 'desc' }],
    take: listed,
    select: { byId: true, user: { select: authorColumns } },
  })
  return rows.map(({ byId, user }) => ({ byId, user: toAuthor(user) }))
}
