// Drafts, and how inboxes are set up, changed by somebody else than the app: what shows them asks for them anew.
import { noteUpdates } from './draft-updates.ts'
import { valuesOf } from '#live/server/external/notes.ts'
import type { Handler, Stride } from '#live/server/external/notes.ts'

/** The notes of a draft that is gone tell whose it was. */
export const drafts: Handler = async (stride, notes) => {
  const owners = notes.flatMap(({ keys: { id, createdById } }) =>
    id !== undefined && createdById !== undefined ? [{ draftId: id, userId: createdById }] : [],
  )
  await tellDrafts(stride, valuesOf(notes, 'id'), owners)
}

export const writers: Handler = async (stride, notes) => {
  const asked = notes.flatMap(({ keys: { draftId, userId } }) =>
    draftId !== undefined && userId !== undefined ? [{ draftId, userId }] : [],
  )
  await tellDrafts(stride, valuesOf(notes, 'draftId'), asked)
}

export const versions: Handler = (stride, notes) =>
  tellDrafts(stride, valuesOf(notes, 'draftId'), [])

/** Whoever has the draft open gets what was added. What was taken away stays in every copy that is open. */
export const draft_updates: Handler = async ({ tx }, notes) => {
  const made = notes.filter(({ verb }) => verb === 'INSERT')
  await noteUpdates(tx, valuesOf(made, 'id'))
}

export const inboxes: Handler = (stride, notes) => tellInboxes(stride, valuesOf(notes, 'roomId'))
export const deliveries: Handler = async (stride, notes) => {
  await tellInboxes(stride, valuesOf(notes, 'inboxId'))
  await stride.tx.$executeRaw`SELECT pg_notify('hubbub_delivery', '')`
}

/** Tells those who have a draft, and the `others`, which may have had it. */
async function tellDrafts(
  { tx, change }: Stride,
  ids: readonly string[],
  others: readonly { draftId: string; userId: string }[],
): Promise<void> {
  const rows = await tx.draft.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, createdById: true, writers: { select: { userId: true } } },
  })
  const told = new Map<string, { draftId: string; userId: string }>()
  const present = rows.flatMap(({ id, createdById, writers: asked }) =>
    [createdById, ...asked.map(({ userId }) => userId)].map((userId) => ({ draftId: id, userId })),
  )
  for (const each of [...present, ...others]) told.set(`${each.draftId} ${each.userId}`, each)
  for (const { draftId, userId } of told.values()) {
    change.events.push({ topic: `user:${userId}`, type: 'draft.changed', data: { draftId } })
  }
}

/** How an inbox is set up is for whoever made it. */
async function tellInboxes({ tx, change }: Stride, ids: readonly string[]): Promise<void> {
  const rows = await tx.room.findMany({
    where: { id: { in: [...ids] }, createdById: { not: null } },
    select: { id: true, createdById: true },
  })
  for (const { id, createdById } of rows) {
    const data = { roomId: id }
    change.events.push({ topic: `user:${createdById ?? ''}`, type: 'inbox.changed', data })
  }
}
