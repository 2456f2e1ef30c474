// Invitations into a room: accepted by joining it, or declined by leaving it.
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { Invitation, rooms } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { mayInvite, memberships } from './policy.ts'
import { readInvitations } from './invitation-queries.ts'
import { personCalled } from '#features/profiles/hooks.ts'
import type { In, Run } from '#features/define-server.ts'
import { noSuchRoom } from './hooks.ts'

type Rooms = typeof rooms

export async function invite({ actor, input, ...writing }: Run<Rooms, 'invite'>) {
  const { tx } = writing
  const { roomId } = input
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room || !member(actor.id, roomId)) return noSuchRoom()
  if (!mayInvite(room)) {
    return new Refusal(
      'forbidden',
      'A conversation stays with its people: begin another one, or ask them into the inbox.',
    )
  }
  const user = await personCalled(tx, input.handle)
  if (isRefusal(user)) return user
  const already = await memberships(tx, [{ userId: user.id, roomId }])
  if (already(user.id, roomId)) return { roomId, user }
  const { count } = await tx.invitation.createMany({
    data: [{ roomId, userId: user.id, byId: actor.id }],
    skipDuplicates: true,
  })
  const [invitation] = count === 0 ? [] : await readInvitations(tx, user.id, roomId)
  if (invitation) publishInvited(writing, user, invitation)
  return { roomId, user }
}

/** Removes an invitation, which was answered or withdrawn; returns whether there was one (that matches `where`). */
export async function takeInvitation(
  tx: Transaction,
  roomId: string,
  userId: string,
  where: { byId?: string } = {},
): Promise<boolean> {
  const { count } = await tx.invitation.deleteMany({ where: { roomId, userId, ...where } })
  return count > 0
}

export function publishInvited({ publish }: In<Rooms>, user: Author, invitation: Invitation): void {
  const roomId = invitation.room.id
  const asked = { user, byId: invitation.by?.id ?? null }
  publish(`room:${roomId}`, 'member.invited', { roomId, asked })
  publish(`user:${user.id}`, 'room.invited', { invitation })
}

export function publishUninvited({ publish }: In<Rooms>, roomId: string, userId: string): void {
  publish(`room:${roomId}`, 'member.uninvited', { roomId, userId })
  publish(`user:${userId}`, 'room.uninvited', { roomId })
}
