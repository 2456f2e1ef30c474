// Rooms themselves: making, joining, leaving, and how far one has read.
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '#platform/errors.ts'
import { mayJoin, mayLeave, mayRemoveMember, memberships } from '#features/policy.ts'
import { readReadings, toReading } from './queries.ts'
import { authorColumns, toAuthor } from '#features/rows.ts'
import { bareHandle } from '#features/profiles/handles.ts'
import { alone } from '#live/server/commands/change.ts'
import type { ExecuteDirectly } from '#live/server/commands/change.ts'
import { newInboxKeys } from '#features/inboxes/commands.ts'
import { takeInvitation, tellUninvited } from './invitations.ts'
import { addMember, ownRoom, takeMember, tellJoined } from './membership.ts'
import { noSuchRoom } from './message-commands.ts'

export const createRoom = alone<'createRoom'>(async (tx, { actor, command }, change) => {
  const { kind, name } = command
  const { id } = await tx.room.create({ data: { kind, name, createdById: actor.id } })
  if (kind === 'inbox') await tx.inbox.create({ data: { roomId: id, ...newInboxKeys() } })
  const own = await addMember(tx, id, actor, change)
  if (kind === 'public') {
    change.events.push({ topic: 'rooms', type: 'room.created', data: { room: own.room } })
  }
  return { own }
})

export const openDirect = alone<'openDirect'>(async (tx, { actor, command }, change) => {
  const handles = [...new Set(command.handles.map((handle) => bareHandle(handle)))]
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
    tellJoined(change, id, person, await ownRoom(tx, person.id, id))
  }
  return { own: await ownRoom(tx, actor.id, id) }
})

export const joinRoom = alone<'joinRoom'>(async (tx, { actor, command }, change) => {
  const { roomId } = command
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room) return noSuchRoom()
  if (member(actor.id, roomId)) return { own: await ownRoom(tx, actor.id, roomId) }
  if (!(await mayJoin(tx, actor.id, { id: roomId, kind: room.kind }))) return noSuchRoom()
  return { own: await addMember(tx, roomId, actor, change) }
})

export const leaveRoom = alone<'leaveRoom'>(async (tx, { actor, command }, change) => {
  const { roomId } = command
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  if (room && !mayLeave(room)) {
    return new Refusal('forbidden', 'A conversation goes with its inbox: leave that.')
  }
  await takeMember(tx, roomId, actor, change)
  return { leftRoomId: roomId }
})

export const removeMember = alone<'removeMember'>(async (tx, { actor, command }, change) => {
  const { roomId, userId } = command
  const room = await tx.room.findUnique({
    where: { id: roomId },
    select: { createdById: true, kind: true },
  })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room || !member(actor.id, roomId)) return noSuchRoom()
  if (!mayRemoveMember(actor.id, room)) {
    // Whoever asked somebody in may take that back.
    if (await takeInvitation(tx, roomId, userId, { byId: actor.id })) {
      tellUninvited(change, roomId, userId)
      return { roomId, userId }
    }
    return new Refusal('forbidden', 'Only whoever made the room can remove people from it.')
  }
  const row = await tx.user.findUnique({ where: { id: userId }, select: authorColumns })
  if (row) await takeMember(tx, roomId, toAuthor(row), change)
  return { roomId, userId }
})

export const readRoom: ExecuteDirectly<'readRoom'> = async (tx, intents, change) => {
  const asked = intents.map(({ actor, command: { roomId } }) => ({ userId: actor.id, roomId }))
  const roomIds = asked.map(({ roomId }) => roomId)
  const userIds = asked.map(({ userId }) => userId)
  const upTo = intents.map(({ command }) => command.upTo)
  // It only moves on: another device may be further.
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
  return intents.map(({ actor }) => {
    const row = readings.get(actor.id)
    if (!row) return noSuchRoom()
    const data = toReading(row)
    if (isMoved.has(actor.id)) {
      change.events.push({ topic: `user:${actor.id}`, type: 'room.read', data })
    }
    return data
  })
}
