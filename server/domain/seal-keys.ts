// Keys that older versions, or somebody by hand, left in clear are sealed at the start.
import type { Database } from '../platform/postgres/database.ts'
import { isSealed, seal } from '../platform/seal.ts'

/** Idempotent; of two nodes that start at once the second one finds nothing left to seal. */
export async function sealKeys(db: Database): Promise<void> {
  const clear = { not: { startsWith: 'sealed.' } }
  const inboxes = await db.inbox.findMany({
    where: { OR: [{ key: clear }, { webhookSecret: clear }] },
  })
  const drafts = await db.draft.findMany({
    where: { OR: [{ readKey: clear }, { writeKey: clear }] },
    select: { id: true, readKey: true, writeKey: true },
  })
  // Each only where nobody has changed it in the meantime.
  await Promise.all([
    ...inboxes.map(({ roomId, key, webhookSecret }) =>
      db.inbox.updateMany({
        where: { roomId, key, webhookSecret },
        data: { key: sealedOnce(key), webhookSecret: sealedOnce(webhookSecret) },
      }),
    ),
    ...drafts.map(({ id, readKey, writeKey }) =>
      db.draft.updateMany({
        where: { id, readKey, writeKey },
        data: {
          readKey: readKey && sealedOnce(readKey),
          writeKey: writeKey && sealedOnce(writeKey),
        },
      }),
    ),
  ])
}

function sealedOnce(kept: string): string {
  return isSealed(kept) ? kept : seal(kept)
}
