// Rooms, their members, inboxes and conversations, changed by somebody else than the app.
import type { OwnRoom, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import { lockConversations, lockInbox, tellInbox } from '#features/inboxes/conversation.ts'
import { takeInvitation } from './invitations.ts'
import { addToConversations, takeFromConversations, tellJoined } from './membership.ts'
import { readOwnRooms, readRooms } from './queries.ts'
import { authorColumns, toAuthor } from '#features/rows.ts'
import { pairsOf, retell, valuesOf } from '#live/server/external/notes.ts'
import type { Handler, Stride } from '#live/server/external/notes.ts'

export const rooms: Handler = async (stride, notes) => {
  const ids = valuesOf(notes, 'id')
  await stride.tx
    .$queryRaw`SELECT 1 FROM rooms WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await tellRooms(stride, ids)
}

export const conversations: Handler = async ({ tx, change }, notes) => {
  const ids = valuesOf(notes, 'roomId')
  await lockConversations(tx, ids)
  for (const room of await readRooms(tx, ids)) tellInbox(change, room, null)
}

export const members: Handler = async (stride, notes) => {
  const { tx, change } = stride
  const pairs = pairsOf(notes, 'roomId', 'userId')
  const roomIds = valuesOf(notes, 'roomId')
  const userIds = valuesOf(notes, 'userId')
  const found = new Map((await readRooms(tx, roomIds)).map((room) => [room.id, room]))
  for (const room of found.values()) {
    // oxlint-disable-next-line no-await-in-loop
    if (room.kind === 'inbox') await lockInbox(tx, room.id)
  }
  await tx.$queryRaw`
    SELECT 1 FROM members WHERE "roomId" = ANY(${roomIds}::uuid[]) AND "userId" = ANY(${userIds}::uuid[])
    ORDER BY "roomId", "userId" FOR NO KEY UPDATE`
  const people = await tx.user.findMany({ where: { id: { in: userIds } }, select: authorColumns })
  const byId = new Map(people.map((row) => [row.id, toAuthor(row)]))
  for (const { first: roomId, second: userId, verbs } of pairs) {
    const user = byId.get(userId)
    // oxlint-disable-next-line no-await-in-loop
    const [own] = user ? await readOwnRooms(tx, userId, [roomId]) : []
    const room = found.get(roomId)
    if (!own || !user) {
      // oxlint-disable-next-line no-await-in-loop
      await left(stride, roomId, room, user ?? gonePerson(userId), user !== undefined)
    } else if (verbs.has('INSERT') && !verbs.has('DELETE')) {
      // oxlint-disable-next-line no-await-in-loop
      await takeInvitation(tx, roomId, userId)
      tellJoined(change, roomId, user, own)
      // oxlint-disable-next-line no-await-in-loop
      if (room?.kind === 'inbox') await addToConversations(tx, roomId, user, change)
    } else tellOwn(stride, userId, own, verbs.has('DELETE'))
  }
  // A direct room is called by its people.
  const direct = [...found.values()].filter(({ kind }) => kind === 'direct')
  await tellRooms(
    stride,
    direct.map(({ id }) => id),
  )
}

async function left(
  { tx, change }: Stride,
  roomId: string,
  room: RoomView | undefined,
  user: Author,
  hasAccount: boolean,
): Promise<void> {
  if (room) await takeFromConversations(tx, roomId, user.id, change)
  if (room) {
    change.events.push({ topic: `room:${roomId}`, type: 'member.left', data: { roomId, user } })
  }
  if (hasAccount) {
    change.events.push({ topic: `user:${user.id}`, type: 'room.left', data: { roomId } })
  }
}

/** How far somebody has read. `moved`: it may be less far than before, so that all is told anew. */
function tellOwn({ change }: Stride, userId: string, own: OwnRoom, moved: boolean): void {
  const topic = `user:${userId}` as const
  if (moved) {
    change.events.push({ topic, type: 'room.joined', data: { own } })
    return
  }
  const { room, ...read } = own
  change.events.push({ topic, type: 'room.read', data: { roomId: room.id, ...read } })
}

/** Nothing is known of somebody whose account is gone. */
function gonePerson(id: string): Author {
  return { id, handle: '', name: 'Somebody', avatar: null }
}

async function tellRooms({ tx, change }: Stride, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const room of await readRooms(tx, ids)) {
    if (room.conversation) tellInbox(change, room, null)
    change.events.push({ topic: `room:${room.id}`, type: 'room.changed', data: { room } })
  }
  // Conversations name their inbox.
  const named = await tx.conversation.findMany({
    where: { inboxId: { in: [...ids] } },
    select: { roomId: true },
  })
  await retell(tx, 'conversations', named)
  // Whoever is asked in is told into what.
  const asked = await tx.invitation.findMany({
    where: { roomId: { in: [...ids] } },
    select: { roomId: true, userId: true },
  })
  await retell(tx, 'invitations', asked)
}
