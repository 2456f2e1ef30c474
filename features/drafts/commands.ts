// What is done with drafts beside typing and publishing: beginning, asking others, links, versions.
import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { DraftRole } from './protocol.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { seal } from '#platform/seal.ts'
import { readText } from './draft-updates.ts'
import { draftRole } from '#features/policy.ts'
import { personCalled } from '#features/profiles/handles.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change } from '#live/server/commands/change.ts'

const keyBytes = 18
const owner = { createdById: true } as const

export const createDraft = alone<'createDraft'>(async (tx, { actor }) => {
  const draftId = uuidv7()
  await tx.draft.create({ data: { id: draftId, createdById: actor.id } })
  return { draftId }
})

export const deleteDraft = alone<'deleteDraft'>(async (tx, { actor, command }) => {
  const { draftId } = command
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  await tx.draft.delete({ where: { id: draftId } })
  return { draftId }
})

export const askToDraft = alone<'askToDraft'>(async (tx, { actor, command }, change) => {
  const { draftId, handle, role } = command
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  const user = await personCalled(tx, handle)
  if (isRefusal(user)) return user
  if (user.id === actor.id)
    return new Refusal('invalid', 'handle: name somebody else than yourself')
  // Who only read so far has not said yes to writing.
  await tx.$executeRaw`
    INSERT INTO writers ("draftId", "userId", role) VALUES (${draftId}::uuid, ${user.id}::uuid, ${role})
    ON CONFLICT ("draftId", "userId") DO UPDATE SET role = excluded.role,
      "acceptedAt" = CASE WHEN writers.role = excluded.role THEN writers."acceptedAt" END`
  tellDraft(change, user.id, draftId)
  return { draftId, user }
})

export const acceptDraft = alone<'acceptDraft'>(async (tx, { actor, command }, change) => {
  const { draftId } = command
  const { count } = await tx.writer.updateMany({
    where: { draftId, userId: actor.id, role: 'write' },
    data: { acceptedAt: new Date() },
  })
  const draft = await tx.draft.findUnique({ where: { id: draftId }, select: owner })
  if (!draft || count === 0) {
    return new Refusal('not_found', 'You are asked to write no such draft, or no longer.')
  }
  tellDraft(change, draft.createdById, draftId)
  return { draftId }
})

export const removeFromDraft = alone<'removeFromDraft'>(async (tx, { actor, command }, change) => {
  const { draftId, userId } = command
  // Whoever was asked may leave by themselves.
  const refusal = await refused(tx, actor.id, draftId, userId === actor.id ? 'read' : 'owner')
  if (refusal) return refusal
  await tx.writer.deleteMany({ where: { draftId, userId } })
  const draft = await tx.draft.findUnique({ where: { id: draftId }, select: owner })
  for (const each of new Set([userId, draft?.createdById ?? userId])) {
    if (each !== actor.id) tellDraft(change, each, draftId)
  }
  return { draftId, userId }
})

export const setDraftLink = alone<'setDraftLink'>(async (tx, { actor, command }) => {
  const { draftId, role, on } = command
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  const key = on ? randomBytes(keyBytes).toString('base64url') : null
  const kept = key === null ? null : seal(key)
  const data = role === 'write' ? { writeKey: kept } : { readKey: kept }
  await tx.draft.update({ where: { id: draftId }, data })
  return { draftId, key }
})

export const keepVersion = alone<'keepVersion'>(async (tx, { actor, command }) => {
  const { draftId } = command
  const refusal = await refused(tx, actor.id, draftId, 'write')
  if (refusal) return refusal
  const versionId = uuidv7()
  const text = await readText(tx, draftId)
  await tx.version.create({ data: { id: versionId, draftId, text, userId: actor.id } })
  return { draftId, versionId }
})

/** What is listed of the draft for this person has changed. */
function tellDraft(change: Change, userId: string, draftId: string): void {
  change.events.push({ topic: `user:${userId}`, type: 'draft.changed', data: { draftId } })
}

const ranks: Record<DraftRole, number> = { read: 1, write: 2, owner: 3 }

/** Why a person may not do what needs this role; null when they may. */
export async function refused(
  tx: Transaction,
  actorId: string,
  draftId: string,
  needed: DraftRole,
): Promise<Refusal | null> {
  const role = await draftRole(tx, actorId, draftId, null)
  if (role === null)
    return new Refusal('not_found', 'There is no such draft for you, or no longer.')
  if (ranks[role] >= ranks[needed]) return null
  return new Refusal(
    'forbidden',
    needed === 'owner'
      ? 'Only whoever began the draft can do this.'
      : 'You may read this draft only.',
  )
}
