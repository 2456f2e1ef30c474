// Inboxes' handlers for the hooks of rooms.
import type { In } from '#features/define-server.ts'
import type { came, changed, made, moving, went } from '#features/rooms/hooks.ts'
import { retell } from '#live/server/external/notes.ts'
import { newInboxKeys } from './commands.ts'
import { publishConversation } from './conversation.ts'
import { addToConversations, lockInbox, takeFromConversations } from './members.ts'
import type { inboxes } from './protocol.ts'

type Inboxes = typeof inboxes
type Told<H> = H extends { data?: infer D } ? readonly NonNullable<D>[] : never

export async function whenMade(all: Told<typeof made>, { tx }: In<Inboxes>): Promise<void> {
  for (const { roomId, kind } of all) {
    if (kind !== 'inbox') continue
    // oxlint-disable-next-line no-await-in-loop
    await tx.inbox.create({ data: { roomId, ...newInboxKeys() } })
  }
}

export async function whenMoving(all: Told<typeof moving>, writing: In<Inboxes>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  for (const { roomId } of all) await lockInbox(writing, roomId)
}

export async function whenCame(all: Told<typeof came>, writing: In<Inboxes>): Promise<void> {
  for (const { roomId, kind, user } of all) {
    // oxlint-disable-next-line no-await-in-loop
    if (kind === 'inbox') await addToConversations(writing, roomId, user.id)
  }
}

export async function whenWent(all: Told<typeof went>, writing: In<Inboxes>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  for (const { roomId, userId } of all) await takeFromConversations(writing, roomId, userId)
}

export async function whenChanged(all: Told<typeof changed>, writing: In<Inboxes>): Promise<void> {
  const rooms = all.flat()
  for (const room of rooms) publishConversation(writing, room, null)
  // Conversations carry their inbox's name.
  const named = await writing.tx.conversation.findMany({
    where: { inboxId: { in: rooms.map(({ id }) => id) } },
    select: { roomId: true },
  })
  await retell(writing.tx, 'conversations', named)
}
