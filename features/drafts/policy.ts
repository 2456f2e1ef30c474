// Permissions of drafts, and of the posts made from them.
import { Refusal } from '#platform/errors.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { sameKey } from '#platform/same-key.ts'
import { unseal } from '#platform/seal.ts'
import type { DraftRole } from './protocol.ts'

const ranks: Record<DraftRole, number> = { read: 1, write: 2, owner: 3 }
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * A person's role in a draft; null: none, not even to know of it. `key`: that of a link, which works for
 * everybody who has it, also without an account (`readerId` null).
 */
export async function draftRole(
  db: Reader,
  readerId: string | null,
  draftId: string,
  key: string | null,
): Promise<DraftRole | null> {
  const row = await db.draft.findUnique({
    where: { id: draftId },
    select: {
      createdById: true,
      readKey: true,
      writeKey: true,
      writers: { where: { userId: readerId ?? nobody }, select: { role: true, acceptedAt: true } },
    },
  })
  if (!row) return null
  if (readerId !== null && row.createdById === readerId) return 'owner'
  const asked = row.writers[0]
  const hasAccepted = asked?.role === 'write' && asked.acceptedAt !== null
  if (hasAccepted || sameKey(key, row.writeKey && unseal(row.writeKey))) return 'write'
  // People invited to write may read before they accept.
  return asked || sameKey(key, row.readKey && unseal(row.readKey)) ? 'read' : null
}

/** Whether a person may update the post with the draft's present text. */
export function mayUpdatePublished(
  actorId: string,
  role: DraftRole,
  post: { authorId: string; coauthorIds: readonly string[] },
): boolean {
  if (role === 'owner') return true
  return role === 'write' && (post.authorId === actorId || post.coauthorIds.includes(actorId))
}

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
