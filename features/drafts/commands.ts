// Commands of drafts beside typing and publishing: beginning one, sharing, links, versions.
import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { In, Rules, Run } from '#features/define-server.ts'
import { writing as writingRate } from '#features/rates.ts'
import { authorColumns, personCalled, toAuthor } from '#features/profiles/hooks.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { publishCommands } from './publish.ts'
import { draftRole, refused } from './policy.ts'
import type { drafts } from './protocol.ts'
import { seal, unseal } from '#platform/seal.ts'
import { readText } from './draft-updates.ts'

const keyBytes = 18
const owner = { createdById: true } as const

type Drafts = typeof drafts

export const commands: Rules<Drafts>['commands'] = {
  ...publishCommands,
  createDraft: { rate: writingRate, run: createDraft },
  deleteDraft: { run: deleteDraft },
  askToDraft: {
    rate: writingRate,
    run: askToDraft,
    keep: (result) => result.user.id,
    recall: ({ db, input, id }) => recallWriter(db, input.draftId, id),
  },
  acceptDraft: { run: acceptDraft },
  removeFromDraft: { run: removeFromDraft },
  setDraftLink: {
    run: setDraftLink,
    keep: (result) => result.draftId,
    recall: ({ db, actor, input }) => recallLink(db, actor.id, input),
  },
  keepVersion: { rate: writingRate, run: keepVersion },
}

async function createDraft({ tx, actor }: Run<Drafts, 'createDraft'>) {
  const draftId = uuidv7()
  await tx.draft.create({ data: { id: draftId, createdById: actor.id } })
  return { draftId }
}

async function deleteDraft({ tx, actor, input }: Run<Drafts, 'deleteDraft'>) {
  const { draftId } = input
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  await tx.draft.delete({ where: { id: draftId } })
  return { draftId }
}

async function askToDraft({ actor, input, ...writing }: Run<Drafts, 'askToDraft'>) {
  const { tx } = writing
  const { draftId, handle, role } = input
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  const user = await personCalled(tx, handle)
  if (isRefusal(user)) return user
  if (user.id === actor.id)
    return new Refusal('invalid', 'handle: name somebody else than yourself')
  // A person who could only read must accept before writing.
  await tx.$executeRaw`
    INSERT INTO writers ("draftId", "userId", role) VALUES (${draftId}::uuid, ${user.id}::uuid, ${role})
    ON CONFLICT ("draftId", "userId") DO UPDATE SET role = excluded.role,
      "acceptedAt" = CASE WHEN writers.role = excluded.role THEN writers."acceptedAt" END`
  publishDraft(writing, user.id, draftId)
  return { draftId, user }
}

async function acceptDraft({ actor, input, ...writing }: Run<Drafts, 'acceptDraft'>) {
  const { tx } = writing
  const { draftId } = input
  const { count } = await tx.writer.updateMany({
    where: { draftId, userId: actor.id, role: 'write' },
    data: { acceptedAt: new Date() },
  })
  const draft = await tx.draft.findUnique({ where: { id: draftId }, select: owner })
  if (!draft || count === 0) {
    return new Refusal('not_found', 'You are asked to write no such draft, or no longer.')
  }
  publishDraft(writing, draft.createdById, draftId)
  return { draftId }
}

async function removeFromDraft({ actor, input, ...writing }: Run<Drafts, 'removeFromDraft'>) {
  const { tx } = writing
  const { draftId, userId } = input
  // Shared writers and readers may leave by themselves.
  const refusal = await refused(tx, actor.id, draftId, userId === actor.id ? 'read' : 'owner')
  if (refusal) return refusal
  await tx.writer.deleteMany({ where: { draftId, userId } })
  const draft = await tx.draft.findUnique({ where: { id: draftId }, select: owner })
  for (const each of new Set([userId, draft?.createdById ?? userId])) {
    if (each !== actor.id) publishDraft(writing, each, draftId)
  }
  return { draftId, userId }
}

async function setDraftLink({ tx, actor, input }: Run<Drafts, 'setDraftLink'>) {
  const { draftId, role, on } = input
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  const key = on ? randomBytes(keyBytes).toString('base64url') : null
  const kept = key === null ? null : seal(key)
  const data = role === 'write' ? { writeKey: kept } : { readKey: kept }
  await tx.draft.update({ where: { id: draftId }, data })
  return { draftId, key }
}

async function keepVersion({ tx, actor, input }: Run<Drafts, 'keepVersion'>) {
  const { draftId } = input
  const refusal = await refused(tx, actor.id, draftId, 'write')
  if (refusal) return refusal
  const versionId = uuidv7()
  const text = await readText(tx, draftId)
  await tx.version.create({ data: { id: versionId, draftId, text, userId: actor.id } })
  return { draftId, versionId }
}

/** Publishes that a draft in this person's list has changed. */
function publishDraft({ publish }: In<Drafts>, userId: string, draftId: string): void {
  publish(`user:${userId}`, 'draft.changed', { draftId })
}

async function recallWriter(db: Reader, draftId: string, userId: string) {
  const row = await db.user.findUnique({ where: { id: userId }, select: authorColumns })
  return row && { draftId, user: toAuthor(row) }
}

async function recallLink(
  db: Reader,
  actorId: string,
  { draftId, role }: { draftId: string; role: 'read' | 'write' },
) {
  if ((await draftRole(db, actorId, draftId, null)) !== 'owner') return null
  const keys = { readKey: true, writeKey: true }
  const row = await db.draft.findUnique({ where: { id: draftId }, select: keys })
  const kept = role === 'write' ? row?.writeKey : row?.readKey
  return row && { draftId, key: kept ? unseal(kept) : null }
}
