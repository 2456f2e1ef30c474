// Membership of rooms: joining and leaving, and the events of both.
import type { In } from '#features/define-server.ts'
import type { Author } from '#platform/author.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { came, moving, went } from './hooks.ts'
import { publishUninvited, takeInvitation } from './invitations.ts'
import type { OwnRoom, rooms } from './protocol.ts'
import { readOwnRooms } from './queries.ts'

type Rooms = typeof rooms

export async function ownRoom(db: Reader, userId: string, roomId: string): Promise<OwnRoom> {
  const [own] = await readOwnRooms(db, userId, [roomId])
  if (!own) throw new Error('A member has no such room.')
  return own
}

/** Earlier messages count as read. */
export async function addMember(
  writing: In<Rooms>,
  roomId: string,
  user: Author,
): Promise<OwnRoom> {
  const { tx, call } = writing
  await call(moving, { roomId })
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
  publishJoined(writing, roomId, user, own)
  await call(came, { roomId, kind: own.room.kind, user })
  return own
}

export function publishJoined(
  { publish }: In<Rooms>,
  roomId: string,
  user: Author,
  own: OwnRoom,
): void {
  publish(`room:${roomId}`, 'member.joined', { roomId, user })
  publish(`user:${user.id}`, 'room.joined', { own })
}

/** Removes a member, or an invitation that is thereby answered or withdrawn. Does nothing for anybody else. */
export async function takeMember(writing: In<Rooms>, roomId: string, user: Author): Promise<void> {
  const { tx, publish, call } = writing
  await call(moving, { roomId })
  const { count } = await tx.member.deleteMany({ where: { roomId, userId: user.id } })
  const wasAsked = await takeInvitation(tx, roomId, user.id)
  if (count === 0) {
    if (wasAsked) publishUninvited(writing, roomId, user.id)
    return
  }
  await call(went, { roomId, userId: user.id })
  publish(`room:${roomId}`, 'member.left', { roomId, user })
  publish(`user:${user.id}`, 'room.left', { roomId })
}
