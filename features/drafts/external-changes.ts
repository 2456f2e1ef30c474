// External changes (Prisma Studio, `psql`) of drafts: pages that show them ask the server again.
import type { In, Rules } from '#features/define-server.ts'
import { noteUpdates } from './draft-updates.ts'
import type { drafts } from './protocol.ts'
import { valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'

type Drafts = typeof drafts

export const externalChanges: Rules<Drafts>['externalChanges'] = {
  drafts: { keys: ['id', 'createdById'], take: takeDrafts },
  writers: { keys: ['draftId', 'userId'], take: takeWriters },
  draft_updates: { keys: ['id', 'draftId'], take: takeUpdates },
  versions: {
    keys: ['draftId'],
    take: (notes, writing) => publishDrafts(writing, valuesOf(notes, 'draftId'), []),
  },
}

/** The notes of a deleted draft name its owner. */
async function takeDrafts(notes: readonly Note[], writing: In<Drafts>): Promise<void> {
  const owners = notes.flatMap(({ keys: { id, createdById } }) =>
    id !== undefined && createdById !== undefined ? [{ draftId: id, userId: createdById }] : [],
  )
  await publishDrafts(writing, valuesOf(notes, 'id'), owners)
}

async function takeWriters(notes: readonly Note[], writing: In<Drafts>): Promise<void> {
  const asked = notes.flatMap(({ keys: { draftId, userId } }) =>
    draftId !== undefined && userId !== undefined ? [{ draftId, userId }] : [],
  )
  await publishDrafts(writing, valuesOf(notes, 'draftId'), asked)
}

/** Open pages get added updates. Removed ones stay in every open copy. */
async function takeUpdates(notes: readonly Note[], { tx }: In<Drafts>): Promise<void> {
  const made = notes.filter(({ verb }) => verb === 'INSERT')
  await noteUpdates(tx, valuesOf(made, 'id'))
}

/** Notifies the people of a draft, and the `others`, who may have been among them. */
async function publishDrafts(
  { tx, publish }: In<Drafts>,
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
    publish(`user:${userId}`, 'draft.changed', { draftId })
  }
}
