// Permissions of inboxes: who may change the settings, who answers in conversations, and which visitors' links work.
import { getRoom, memberships, noSuchRoom } from '#features/rooms/hooks.ts'
import type { RoomView } from '#features/rooms/protocol.ts'
import { Refusal } from '#platform/errors.ts'
import type { Reader } from '#platform/postgres/database.ts'

/** Whether a member may see and change an inbox's settings (page, key, webhook). */
export function mayRunInbox(actorId: string, room: { createdById: string | null }): boolean {
  return room.createdById === actorId
}

/** Which visitors' links still work. Anybody who knows a link may follow it. */
export async function openVisits(db: Reader, visitIds: readonly string[]): Promise<Set<string>> {
  if (visitIds.length === 0) return new Set()
  const rows = await db.conversation.findMany({
    where: { visitId: { in: [...visitIds] } },
    select: { visitId: true },
  })
  return new Set(rows.flatMap(({ visitId }) => visitId ?? []))
}

/** The conversation, when the actor is a member of it. */
export async function ownConversation(
  db: Reader,
  userId: string,
  roomId: string,
): Promise<RoomView | null> {
  const member = await memberships(db, [{ userId, roomId }])
  const room = member(userId, roomId) ? await getRoom(db, roomId) : null
  return room?.conversation ? room : null
}

/** Why an account may not see and change an inbox's settings; null when it may. */
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
