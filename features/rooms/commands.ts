// Commands of rooms themselves: making, joining, leaving, and how far the actor has read.
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '#platform/errors.ts'
import { mayJoin, mayLeave, mayRemoveMember, memberships } from './policy.ts'
import type { Author } from '#platform/author.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { readOwnRooms, readReading, readReadings, toReading } from './queries.ts'
import { authorColumns, bareHandle, toAuthor } from '#features/profiles/hooks.ts'
import type { DirectIn, Given, Rules, Run } from '#features/define-server.ts'
import { writing as writingRate } from '#features/rates.ts'
import { made, noSuchRoom } from './hooks.ts'
import { invite, publishUninvited, takeInvitation } from './invitations.ts'
import { addMember, ownRoom, publishJoined, takeMember } from './membership.ts'
import { messageCommands } from './messages.ts'
import type { OwnRoom, rooms } from './protocol.ts'
import { reactionCommands } from './reactions.ts'

type Rooms = typeof rooms

const own = {
  keep: (result: { own: OwnRoom }) => result.own.room.id,
  recall: ({ db, actor, id }: { db: Reader; actor: Author; id: string }) =>
    recallOwn(db, actor.id, id),
}

export const commands: Rules<Rooms>['commands'] = {
  ...messageCommands,
  ...reactionCommands,
  readRoom: {
    runDirectly: markRoomRead,
    keep: (result) => result.roomId,
    recall: ({ db, actor, id }) => readReading(db, actor.id, id),
  },
  createRoom: { rate: writingRate, run: createRoom, ...own },
  openDirect: { rate: writingRate, run: openDirect, ...own },
  joinRoom: { run: joinRoom, ...own },
  leaveRoom: { run: leaveRoom },
  invite: {
    rate: writingRate,
    run: invite,
    keep: (result) => result.user.id,
    recall: ({ db, input, id }) => recallMember(db, input.roomId, id),
  },
  removeMember: { run: removeMember },
}

async function createRoom({ actor, input, ...writing }: Run<Rooms, 'createRoom'>) {
  const { tx } = writing
  const { kind, name } = input
  const { id } = await tx.room.create({ data: { kind, name, createdById: actor.id } })
  await writing.call(made, { roomId: id, kind })
  const own = await addMember(writing, id, actor)
  if (kind === 'public') {
    writing.publish('rooms', 'room.created', { room: own.room })
  }
  return { own }
}

async function openDirect({ actor, input, ...writing }: Run<Rooms, 'openDirect'>) {
  const { tx } = writing
  const handles = [...new Set(input.handles.map((handle) => bareHandle(handle)))]
  const rows = await tx.user.findMany({
    where: { username: { in: handles } },
    select: authorColumns,
  })
  const known = new Set(rows.map(({ username }) => username))
  const unknown = handles.filter((handle) => !known.has(handle))
  if (unknown.length > 0) {
    return new Refusal('not_found', `handles: there is nobody called ${unknown.join(', ')}`)
  }
  const others = rows.filter(({ id }) => id !== actor.id).map(toAuthor)
  if (others.length === 0) {
    return new Refusal('invalid', 'handles: name somebody else than yourself')
  }
  const everybody = [actor, ...others]
  const people = everybody
    .map(({ id }) => id)
    .toSorted()
    .join(',')
  const made = await tx.room.createManyAndReturn({
    data: [{ id: uuidv7(), kind: 'direct', name: '', people, createdById: actor.id }],
    skipDuplicates: true,
    select: { id: true },
  })
  const [fresh] = made
  const id = fresh?.id ?? (await tx.room.findUnique({ where: { people } }))?.id
  if (id === undefined) return noSuchRoom()
  const present = new Set(
    (await tx.member.findMany({ where: { roomId: id }, select: { userId: true } })).map(
      ({ userId }) => userId,
    ),
  )
  const absent = everybody.filter((each) => !present.has(each.id))
  await tx.member.createMany({ data: absent.map((each) => ({ roomId: id, userId: each.id })) })
  for (const person of absent) {
    // One after the other: a transaction is one connection.
    // oxlint-disable-next-line no-await-in-loop
    publishJoined(writing, id, person, await ownRoom(tx, person.id, id))
  }
  return { own: await ownRoom(tx, actor.id, id) }
}

async function joinRoom({ actor, input, ...writing }: Run<Rooms, 'joinRoom'>) {
  const { tx } = writing
  const { roomId } = input
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room) return noSuchRoom()
  if (member(actor.id, roomId)) return { own: await ownRoom(tx, actor.id, roomId) }
  if (!(await mayJoin(tx, actor.id, { id: roomId, kind: room.kind }))) return noSuchRoom()
  return { own: await addMember(writing, roomId, actor) }
}

async function leaveRoom({ actor, input, ...writing }: Run<Rooms, 'leaveRoom'>) {
  const { tx } = writing
  const { roomId } = input
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  if (room && !mayLeave(room)) {
    return new Refusal('forbidden', 'A conversation goes with its inbox: leave that.')
  }
  await takeMember(writing, roomId, actor)
  return { leftRoomId: roomId }
}

async function removeMember({ actor, input, ...writing }: Run<Rooms, 'removeMember'>) {
  const { tx } = writing
  const { roomId, userId } = input
  const room = await tx.room.findUnique({
    where: { id: roomId },
    select: { createdById: true, kind: true },
  })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room || !member(actor.id, roomId)) return noSuchRoom()
  if (!mayRemoveMember(actor.id, room)) {
    // The member who sent an invitation may withdraw it.
    if (await takeInvitation(tx, roomId, userId, { byId: actor.id })) {
      publishUninvited(writing, roomId, userId)
      return { roomId, userId }
    }
    return new Refusal('forbidden', 'Only whoever made the room can remove people from it.')
  }
  const row = await tx.user.findUnique({ where: { id: userId }, select: authorColumns })
  if (row) await takeMember(writing, roomId, toAuthor(row))
  return { roomId, userId }
}

async function markRoomRead(
  given: readonly Given<Rooms, 'readRoom'>[],
  { tx, publish }: DirectIn<Rooms>,
) {
  const asked = given.map(({ actor, input: { roomId } }) => ({ userId: actor.id, roomId }))
  const roomIds = asked.map(({ roomId }) => roomId)
  const userIds = asked.map(({ userId }) => userId)
  const upTo = given.map(({ input }) => input.upTo)
  // The mark only moves forward: another device may be further.
  const moved = await tx.$queryRaw<{ roomId: string; userId: string }[]>`
    UPDATE members SET "readUpTo" = newest.id
    FROM (
      SELECT before."roomId", before."userId", greatest(before."readUpTo", least(asked."upTo", coalesce((
        SELECT id FROM messages
        WHERE messages."roomId" = before."roomId" ORDER BY id DESC LIMIT 1
      ), before."readUpTo"))) AS id
      FROM unnest(${roomIds}::uuid[], ${userIds}::uuid[], ${upTo}::uuid[]) AS asked(room, person, "upTo")
      JOIN members AS before ON before."roomId" = asked.room AND before."userId" = asked.person
      ORDER BY before."roomId", before."userId" FOR NO KEY UPDATE OF before
    ) AS newest
    WHERE members."roomId" = newest."roomId" AND members."userId" = newest."userId"
      AND members."readUpTo" < newest.id
    RETURNING members."roomId"::text, members."userId"::text`
  const isMoved = new Set(moved.map(({ userId }) => userId))
  const readings = new Map((await readReadings(tx, asked)).map((row) => [row.userId, row]))
  return given.map(({ actor }) => {
    const row = readings.get(actor.id)
    if (!row) return noSuchRoom()
    const data = toReading(row)
    if (isMoved.has(actor.id)) {
      publish(`user:${actor.id}`, 'room.read', data)
    }
    return data
  })
}

async function recallOwn(db: Reader, userId: string, roomId: string) {
  const [room] = await readOwnRooms(db, userId, [roomId])
  return room ? { own: room } : null
}

async function recallMember(db: Reader, roomId: string, userId: string) {
  const row = await db.user.findUnique({ where: { id: userId }, select: authorColumns })
  return row && { roomId, user: toAuthor(row) }
}
