// Who may run an inbox, who answers in its conversations, and whose visitor's link leads somewhere.
import { getRoom, memberships, noSuchRoom } from '#features/rooms/hooks.ts'
import type { RoomView } from '#features/rooms/protocol.ts'
import { Refusal } from '#platform/errors.ts'
import type { Reader } from '#platform/postgres/database.ts'

/** Whether a member may see and change how an inbox is tied to the world outside. */
export function mayRunInbox(actorId: string, room: { createdById: string | null }): boolean {
  return room.createdById === actorId
}

/** Which visitors' links lead somewhere. Whoever knows one may follow it. */
export async function openVisits(db: Reader, visitIds: readonly string[]): Promise<Set<string>> {
  if (visitIds.length === 0) return new Set()
  const rows = await db.conversation.findMany({
    where: { visitId: { in: [...visitIds] } },
    select: { visitId: true },
  })
  return new Set(rows.flatMap(({ visitId }) => visitId ?? []))
}

/** The conversation, where the actor is one of those who answer there. */
export async function ownConversation(
  db: Reader,
  userId: string,
  roomId: string,
): Promise<RoomView | null> {
  const member = await memberships(db, [{ userId, roomId }])
  const room = member(userId, roomId) ? await getRoom(db, roomId) : null
  return room?.conversation ? room : null
}

/** Why somebody may not see and change how an inbox works; null when they may. */
export async function refused(
  db: Reader,
  actorId: string,
  roomId: string,
): Promise<Refusal | null> {
  const member = await memberships(db, [{ userId: actorId, roomId }])
  const room = await getRoom(db, roomId)
  if (room?.kind !== 'inbox' || !member(actorId, roomId)) return noSuchRoom()
  if (mayRunInbox(actorId, room)) return null
  return new Refusal('forbidden', 'Only whoever made the inbox can change how it works.')
}
