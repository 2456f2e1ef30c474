// Being asked into a room: a question that is answered by joining it, or by leaving it alone.
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { Invitation } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { mayInvite, memberships } from '#features/policy.ts'
import { readInvitations } from './invitation-queries.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change } from '#live/server/commands/change.ts'
import { personCalled } from '#features/profiles/handles.ts'
import { noSuchRoom } from './message-commands.ts'

export const invite = alone<'invite'>(async (tx, { actor, command }, change) => {
  const { roomId } = command
  const room = await tx.room.findUnique({ where: { id: roomId }, select: { kind: true } })
  const member = await memberships(tx, [{ userId: actor.id, roomId }])
  if (!room || !member(actor.id, roomId)) return noSuchRoom()
  if (!mayInvite(room)) {
    return new Refusal(
      'forbidden',
      'A conversation stays with its people: begin another one, or ask them into the inbox.',
    )
  }
  const user = await personCalled(tx, command.handle)
  if (isRefusal(user)) return user
  const already = await memberships(tx, [{ userId: user.id, roomId }])
  if (already(user.id, roomId)) return { roomId, user }
  const { count } = await tx.invitation.createMany({
    data: [{ roomId, userId: user.id, byId: actor.id }],
    skipDuplicates: true,
  })
  const [invitation] = count === 0 ? [] : await readInvitations(tx, user.id, roomId)
  if (invitation) tellInvited(change, user, invitation)
  return { roomId, user }
})

/** The question is answered, or taken back; whether there was one (of those that `where` tells). */
export async function takeInvitation(
  tx: Transaction,
  roomId: string,
  userId: string,
  where: { byId?: string } = {},
): Promise<boolean> {
  const { count } = await tx.invitation.deleteMany({ where: { roomId, userId, ...where } })
  return count > 0
}

export function tellInvited(change: Change, user: Author, invitation: Invitation): void {
  const roomId = invitation.room.id
  const asked = { user, byId: invitation.by?.id ?? null }
  change.events.push(
    { topic: `room:${roomId}`, type: 'member.invited', data: { roomId, asked } },
    { topic: `user:${user.id}`, type: 'room.invited', data: { invitation } },
  )
}

export function tellUninvited(change: Change, roomId: string, userId: string): void {
  change.events.push(
    { topic: `room:${roomId}`, type: 'member.uninvited', data: { roomId, userId } },
    { topic: `user:${userId}`, type: 'room.uninvited', data: { roomId } },
  )
}
