// External changes (Prisma Studio, `psql`) of conversations and inbox settings.
import type { In, Rules } from '#features/define-server.ts'
import { readRooms } from '#features/rooms/hooks.ts'
import { valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'
import { lockConversations, publishConversation } from './conversation.ts'
import type { inboxes } from './protocol.ts'

type Inboxes = typeof inboxes

export const externalChanges: Rules<Inboxes>['externalChanges'] = {
  conversations: { keys: ['roomId'], take: takeConversations },
  inboxes: {
    keys: ['roomId'],
    take: (notes, writing) => publishInboxes(writing, valuesOf(notes, 'roomId')),
  },
  deliveries: { keys: ['inboxId'], take: takeDeliveries },
}

async function takeConversations(notes: readonly Note[], writing: In<Inboxes>): Promise<void> {
  const ids = valuesOf(notes, 'roomId')
  await lockConversations(writing.tx, ids)
  for (const room of await readRooms(writing.tx, ids)) publishConversation(writing, room, null)
}

async function takeDeliveries(notes: readonly Note[], writing: In<Inboxes>): Promise<void> {
  await publishInboxes(writing, valuesOf(notes, 'inboxId'))
  await writing.tx.$executeRaw`SELECT pg_notify('hubbub_delivery', '')`
}

/** Only the account that made an inbox may see its settings. */
async function publishInboxes({ tx, publish }: In<Inboxes>, ids: readonly string[]): Promise<void> {
  const rows = await tx.room.findMany({
    where: { id: { in: [...ids] }, createdById: { not: null } },
    select: { id: true, createdById: true },
  })
  for (const { id, createdById } of rows) {
    publish(`user:${createdById ?? ''}`, 'inbox.changed', { roomId: id })
  }
}
