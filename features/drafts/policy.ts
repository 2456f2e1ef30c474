// What a person may do with a draft, and with the post that it became.
import type { Reader } from '#platform/postgres/database.ts'
import { sameKey } from '#platform/same-key.ts'
import { unseal } from '#platform/seal.ts'
import type { DraftRole } from './protocol.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * What a person may do with a draft; null: nothing, not even know of it. `key`: that of a link, which is good for
 * whoever has it, also without an account (`readerId` null).
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
  // Whoever is asked to write may read what they are asked to.
  return asked || sameKey(key, row.readKey && unseal(row.readKey)) ? 'read' : null
}

/** Whether a person may put a draft's words, as they are now, in place of those of the post that it became. */
export function mayUpdatePublished(
  actorId: string,
  role: DraftRole,
  post: { authorId: string; coauthorIds: readonly string[] },
): boolean {
  if (role === 'owner') return true
  return role === 'write' && (post.authorId === actorId || post.coauthorIds.includes(actorId))
}
