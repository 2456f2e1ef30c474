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
  if (inboxes.length + drafts.length === 0) return
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('hubbub.node', 'the start', true)`
    for (const { roomId, key, webhookSecret } of inboxes) {
      // Only where nobody changed it in the meantime. A transaction is one connection: one after the other.
      // oxlint-disable-next-line no-await-in-loop
      await tx.inbox.updateMany({
        where: { roomId, key, webhookSecret },
        data: { key: sealedOnce(key), webhookSecret: sealedOnce(webhookSecret) },
      })
    }
    for (const { id, readKey, writeKey } of drafts) {
      // oxlint-disable-next-line no-await-in-loop
      await tx.draft.updateMany({
        where: { id, readKey, writeKey },
        data: {
          readKey: readKey === null ? null : sealedOnce(readKey),
          writeKey: writeKey === null ? null : sealedOnce(writeKey),
        },
      })
    }
  })
}

function sealedOnce(kept: string): string {
  return isSealed(kept) ? kept : seal(kept)
}
