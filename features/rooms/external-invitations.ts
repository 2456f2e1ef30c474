// External changes (Prisma Studio, `psql`) of invitations into rooms.
import type { In, Rules } from '#features/define-server.ts'
import { publishInvited, publishUninvited } from './invitations.ts'
import type { rooms } from './protocol.ts'
import { readInvitations } from './invitation-queries.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import { pairsOf, valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'

type Rooms = typeof rooms

export const invitationChanges: Rules<Rooms>['externalChanges'] = {
  invitations: { keys: ['roomId', 'userId', 'byId'], take: takeInvitations },
}

async function takeInvitations(notes: readonly Note[], writing: In<Rooms>): Promise<void> {
  const { tx } = writing
  const userIds = valuesOf(notes, 'userId')
  await tx.$queryRaw`
    SELECT 1 FROM invitations
    WHERE "roomId" = ANY(${valuesOf(notes, 'roomId')}::uuid[]) AND "userId" = ANY(${userIds}::uuid[])
    ORDER BY "roomId", "userId" FOR NO KEY UPDATE`
  const people = await tx.user.findMany({ where: { id: { in: userIds } }, select: authorColumns })
  const byId = new Map(people.map((row) => [row.id, toAuthor(row)]))
  for (const { first: roomId, second: userId } of pairsOf(notes, 'roomId', 'userId')) {
    const user = byId.get(userId)
    // oxlint-disable-next-line no-await-in-loop
    const [invitation] = user ? await readInvitations(tx, userId, roomId) : []
    if (user && invitation) publishInvited(writing, user, invitation)
    else publishUninvited(writing, roomId, userId)
  }
}
