// Permissions of rooms: who may read, write and do what.
import type { Reader } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/statements.ts'
import { messageColumns, toMessage } from './message-queries.ts'
import type { MessageView } from './protocol.ts'

/** Whether a person may edit a message: only its author may. */
export function mayEditMessage(actorId: string, row: { authorId: string }): boolean {
  return row.authorId === actorId
}

/** Whether a person may delete a message. */
export function mayDeleteMessage(
  actorId: string,
  row: { authorId: string; roomCreatedById: string | null },
): boolean {
  return row.authorId === actorId || row.roomCreatedById === actorId
}

/** Whether the members of a room may invite others. */
export function mayInvite(room: { kind: string }): boolean {
  return room.kind !== 'direct' && room.kind !== 'conversation'
}

/** Whether a person may join without being added: a public room, or one with an invitation for them. */
export async function mayJoin(
  db: Reader,
  userId: string,
  room: { id: string; kind: string },
): Promise<boolean> {
  if (room.kind === 'public') return true
  const asked = { roomId_userId: { roomId: room.id, userId } }
  return (await db.invitation.findUnique({ where: asked, select: { roomId: true } })) !== null
}

/** Whether a member may remove others. */
export function mayRemoveMember(
  actorId: string,
  room: { kind: string; createdById: string | null },
): boolean {
  return mayInvite(room) && room.createdById === actorId
}

/** Whether a member may leave: a conversation is left only together with its inbox. */
export function mayLeave(room: { kind: string }): boolean {
  return room.kind !== 'conversation'
}

interface Membership {
  userId: string
  roomId: string
}

/**
 * Which of these memberships exist. Only members may write in a room, or react to its messages;
 * rooms of `exceptKind` do not count.
 */
export async function memberships(
  db: Statements,
  asked: readonly Membership[],
  exceptKind = '',
): Promise<(userId: string, roomId: string) => boolean> {
  if (asked.length === 0) return () => false
  const roomIds = asked.map(({ roomId }) => roomId)
  const userIds = asked.map(({ userId }) => userId)
  const rows = await db.$queryRaw<Membership[]>`
    SELECT "roomId"::text, "userId"::text
    FROM unnest(${roomIds}::uuid[], ${userIds}::uuid[]) AS asked(room, person)
    JOIN members ON "roomId" = asked.room AND "userId" = asked.person
    JOIN rooms ON rooms.id = "roomId" AND rooms.kind <> ${exceptKind}`
  const keys = new Set(rows.map(({ roomId, userId }) => `${roomId} ${userId}`))
  return (userId, roomId) => keys.has(`${roomId} ${userId}`)
}

/** In which rooms these people may write: an inbox has no messages itself, its conversations have. */
export function maySpeak(
  db: Statements,
  asked: readonly Membership[],
): Promise<(userId: string, roomId: string) => boolean> {
  return memberships(db, asked, 'inbox')
}

/** Which of these rooms a reader may read: their own, and public ones for signed-in accounts. */
export async function readableRooms(
  db: Reader,
  readerId: string | null,
  roomIds: readonly string[],
): Promise<Set<string>> {
  if (readerId === null || roomIds.length === 0) return new Set()
  const rows = await db.room.findMany({
    where: {
      id: { in: [...roomIds] },
      OR: [{ kind: 'public' }, { members: { some: { userId: readerId } } }],
    },
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}

/** A message that the actor may see, or null. */
export async function visibleMessage(
  db: Reader,
  actorId: string,
  messageId: string,
): Promise<{ view: MessageView; createdById: string | null } | null> {
  const row = await db.message.findUnique({
    where: { id: messageId },
    select: { ...messageColumns, room: { select: { createdById: true } } },
  })
  if (!row) return null
  const member = await memberships(db, [{ userId: actorId, roomId: row.roomId }])
  if (!member(actorId, row.roomId)) return null
  return { view: toMessage(row), createdById: row.room.createdById }
}
