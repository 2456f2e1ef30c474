// Who is asked into which room, and has not answered.
import type { Asked, Invitation } from './protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { readRooms } from './queries.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'

/** More are not shown at once: those that are answered make place. */
const listed = 100

/** Into which rooms a person is asked, the newest question first; with `roomId` that one alone. */
export async function readInvitations(
  db: Reader,
  userId: string,
  roomId: string | null = null,
): Promise<Invitation[]> {
  const rows = await db.invitation.findMany({
    where: {
      userId,
      ...(roomId !== null && { roomId }),
      // Somebody may have come in by another way.
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

/** Who is asked into a room, the last one first. */
export async function readAsked(db: Reader, roomId: string): Promise<Asked[]> {
  const rows = await db.invitation.findMany({
    where: { roomId, user: { memberships: { none: { roomId } } } },
    orderBy: [{ createdAt: 'desc' }, { userId: 'desc' }],
    take: listed,
    select: { byId: true, user: { select: authorColumns } },
  })
  return rows.map(({ byId, user }) => ({ byId, user: toAuthor(user) }))
}
