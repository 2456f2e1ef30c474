// Membership of conversations: every member of an inbox is a member of each of its conversations.
import type { In } from '#features/define-server.ts'
import { publishConversation } from './conversation.ts'
import type { inboxes } from './protocol.ts'
import { readOwnRooms, readRooms } from '#features/rooms/hooks.ts'

type Inboxes = typeof inboxes

/**
 * Locks an inbox, so that its members change one at a time and never while a conversation begins: nobody is
 * left out of one, or in one after leaving. Does nothing for other rooms.
 */
export async function lockInbox({ tx }: Pick<In<Inboxes>, 'tx'>, roomId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM inboxes WHERE "roomId" = ${roomId}::uuid FOR NO KEY UPDATE`
}

export async function addToConversations(
  { tx, publish }: In<Inboxes>,
  inboxId: string,
  userId: string,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO members ("roomId", "userId", "readUpTo")
    SELECT "roomId", ${userId}::uuid, coalesce(newest.id, '00000000-0000-0000-0000-000000000000')
    FROM conversations LEFT JOIN LATERAL (
      SELECT id FROM messages
      WHERE messages."roomId" = conversations."roomId" ORDER BY id DESC LIMIT 1
    ) AS newest ON true
    WHERE "inboxId" = ${inboxId}::uuid
    ON CONFLICT DO NOTHING`
  for (const own of await readOwnRooms(tx, userId)) {
    if (own.room.conversation?.inboxId !== inboxId) continue
    publish(`user:${userId}`, 'room.joined', { own })
  }
}

/**
 * Removes and unassigns members who have left an inbox, or one of its conversations, from its conversations;
 * `roomId` is either.
 */
export async function takeFromConversations(
  writing: In<Inboxes>,
  roomId: string,
  userId: string,
): Promise<void> {
  const { tx } = writing
  await tx.member.deleteMany({ where: { userId, room: { conversation: { inboxId: roomId } } } })
  const free = await tx.conversation.updateManyAndReturn({
    where: { OR: [{ inboxId: roomId }, { roomId }], assigneeId: userId },
    data: { assigneeId: null },
    select: { roomId: true },
  })
  for (const room of await readRooms(
    tx,
    free.map((each) => each.roomId),
  )) {
    publishConversation(writing, room, null)
  }
}
