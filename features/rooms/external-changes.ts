// External changes (Prisma Studio, `psql`) of rooms and members; those of invitations and messages are beside it.
import type { OwnRoom, rooms, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import type { In, Rules } from '#features/define-server.ts'
import { invitationChanges } from './external-invitations.ts'
import { messageChanges } from './external-messages.ts'
import { came, changed, moving, went } from './hooks.ts'
import { takeInvitation } from './invitations.ts'
import { publishJoined } from './membership.ts'
import { readOwnRooms, readRooms } from './queries.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import { pairsOf, retell, valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'

type Rooms = typeof rooms

export const externalChanges: Rules<Rooms>['externalChanges'] = {
  rooms: { keys: ['id'], take: takeRooms },
  members: { keys: ['roomId', 'userId', 'readUpTo'], take: takeMembers },
  ...invitationChanges,
  ...messageChanges,
}

async function takeRooms(notes: readonly Note[], writing: In<Rooms>): Promise<void> {
  const ids = valuesOf(notes, 'id')
  await writing.tx
    .$queryRaw`SELECT 1 FROM rooms WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await publishRooms(writing, ids)
}

async function takeMembers(notes: readonly Note[], writing: In<Rooms>): Promise<void> {
  const { tx, call } = writing
  const pairs = pairsOf(notes, 'roomId', 'userId')
  const roomIds = valuesOf(notes, 'roomId')
  const userIds = valuesOf(notes, 'userId')
  const found = new Map((await readRooms(tx, roomIds)).map((room) => [room.id, room]))
  for (const room of found.values()) {
    // oxlint-disable-next-line no-await-in-loop
    await call(moving, { roomId: room.id })
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
      await left(writing, roomId, room, user ?? gonePerson(userId), user !== undefined)
    } else if (verbs.has('INSERT') && !verbs.has('DELETE')) {
      // oxlint-disable-next-line no-await-in-loop
      await takeInvitation(tx, roomId, userId)
      publishJoined(writing, roomId, user, own)
      // oxlint-disable-next-line no-await-in-loop
      await call(came, { roomId, kind: own.room.kind, user })
    } else publishOwn(writing, userId, own, verbs.has('DELETE'))
  }
  // A direct room is named after its people.
  const direct = [...found.values()].filter(({ kind }) => kind === 'direct')
  await publishRooms(
    writing,
    direct.map(({ id }) => id),
  )
}

async function left(
  { publish, call }: In<Rooms>,
  roomId: string,
  room: RoomView | undefined,
  user: Author,
  hasAccount: boolean,
): Promise<void> {
  if (room) await call(went, { roomId, userId: user.id })
  if (room) {
    publish(`room:${roomId}`, 'member.left', { roomId, user })
  }
  if (hasAccount) {
    publish(`user:${user.id}`, 'room.left', { roomId })
  }
}

/** Publishes how far a member has read. `moved`: the mark may have gone back, so that all of it is published. */
function publishOwn({ publish }: In<Rooms>, userId: string, own: OwnRoom, moved: boolean): void {
  if (moved) return publish(`user:${userId}`, 'room.joined', { own })
  const { room, ...read } = own
  publish(`user:${userId}`, 'room.read', { roomId: room.id, ...read })
}

/** A placeholder for a deleted account. */
function gonePerson(id: string): Author {
  return { id, handle: '', name: 'Somebody', avatar: null }
}

async function publishRooms(
  { tx, publish, call }: In<Rooms>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const found = await readRooms(tx, ids)
  for (const room of found) publish(`room:${room.id}`, 'room.changed', { room })
  await call(changed, found)
  // Invitations show their room.
  const asked = await tx.invitation.findMany({
    where: { roomId: { in: [...ids] } },
    select: { roomId: true, userId: true },
  })
  await retell(tx, 'invitations', asked)
}
