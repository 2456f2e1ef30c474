// Who is in a room: coming, leaving, and what both are told with.
import type { OwnRoom } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { readOwnRooms, readRooms } from './queries.ts'
import type { Change } from '#live/server/commands/change.ts'
import { lockInbox, tellInbox } from '#features/inboxes/conversation.ts'
import { takeInvitation, tellUninvited } from './invitations.ts'

export async function ownRoom(tx: Transaction, userId: string, roomId: string): Promise<OwnRoom> {
  const [own] = await readOwnRooms(tx, userId, [roomId])
  if (!own) throw new Error('A member has no such room.')
  return own
}

/** What was said before they came counts as read. */
export async function addMember(
  tx: Transaction,
  roomId: string,
  user: Author,
  change: Change,
): Promise<OwnRoom> {
  await lockInbox(tx, roomId)
  const newest = await tx.message.findFirst({
    where: { roomId },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  const read = newest ? { readUpTo: newest.id } : {}
  await tx.member.createMany({
    data: [{ roomId, userId: user.id, ...read }],
    skipDuplicates: true,
  })
  await takeInvitation(tx, roomId, user.id)
  const own = await ownRoom(tx, user.id, roomId)
  tellJoined(change, roomId, user, own)
  if (own.room.kind === 'inbox') await addToConversations(tx, roomId, user, change)
  return own
}

/** Whoever answers in an inbox is in each of its conversations. */
export async function addToConversations(
  tx: Transaction,
  inboxId: string,
  user: Author,
  change: Change,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO members ("roomId", "userId", "readUpTo")
    SELECT "roomId", ${user.id}::uuid, coalesce(newest.id, '00000000-0000-0000-0000-000000000000')
    FROM conversations LEFT JOIN LATERAL (
      SELECT id FROM messages
      WHERE messages."roomId" = conversations."roomId" ORDER BY id DESC LIMIT 1
    ) AS newest ON true
    WHERE "inboxId" = ${inboxId}::uuid
    ON CONFLICT DO NOTHING`
  for (const own of await readOwnRooms(tx, user.id)) {
    if (own.room.conversation?.inboxId !== inboxId) continue
    change.events.push({ topic: `user:${user.id}`, type: 'room.joined', data: { own } })
  }
}

export function tellJoined(change: Change, roomId: string, user: Author, own: OwnRoom): void {
  change.events.push(
    { topic: `room:${roomId}`, type: 'member.joined', data: { roomId, user } },
    { topic: `user:${user.id}`, type: 'room.joined', data: { own } },
  )
}

/** Also of whoever is only asked in: that is then answered, or taken back. Of others nothing. */
export async function takeMember(
  tx: Transaction,
  roomId: string,
  user: Author,
  change: Change,
): Promise<void> {
  await lockInbox(tx, roomId)
  const { count } = await tx.member.deleteMany({ where: { roomId, userId: user.id } })
  const wasAsked = await takeInvitation(tx, roomId, user.id)
  if (count === 0) {
    if (wasAsked) tellUninvited(change, roomId, user.id)
    return
  }
  await takeFromConversations(tx, roomId, user.id, change)
  change.events.push(
    { topic: `room:${roomId}`, type: 'member.left', data: { roomId, user } },
    { topic: `user:${user.id}`, type: 'room.left', data: { roomId } },
  )
}

/**
 * Whoever no longer answers in an inbox, or in one of its conversations, is in none of those and looks after none;
 * `roomId` is either.
 */
export async function takeFromConversations(
  tx: Transaction,
  roomId: string,
  userId: string,
  change: Change,
): Promise<void> {
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
    tellInbox(change, room, null)
  }
}
