// What a person may do with a draft, as a refusal of what they may not.
import { draftRole } from './policy.ts'
import { Refusal } from '#platform/errors.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { DraftRole } from './protocol.ts'

const ranks: Record<DraftRole, number> = { read: 1, write: 2, owner: 3 }

/** Why a person may not do what needs this role; null when they may. */
export async function refused(
  db: Reader,
  actorId: string,
  draftId: string,
  needed: DraftRole,
): Promise<Refusal | null> {
  const role = await draftRole(db, actorId, draftId, null)
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
