// Seals (encrypts) at the start the keys of inboxes that older versions, or a change by hand, left in plain text.
import { inStrides } from '#platform/postgres/in-strides.ts'
import type { Database } from '#platform/postgres/database.ts'
import { sealedOnce } from '#platform/seal.ts'

const clear = { not: { startsWith: 'sealed.' } }

/** Idempotent; when two nodes start at once, the second one finds nothing left to seal. */
export function sealInboxKeys(db: Database): Promise<void> {
  return inStrides((atOnce) => sealSome(db, atOnce))
}

async function sealSome(db: Database, atOnce: number): Promise<number> {
  const rows = await db.inbox.findMany({
    where: { OR: [{ key: clear }, { webhookSecret: clear }] },
    take: atOnce,
  })
  // Updates a key only where nobody has changed it in the meantime.
  await Promise.all(
    rows.map(({ roomId, key, webhookSecret }) =>
      db.inbox.updateMany({
        where: { roomId, key, webhookSecret },
        data: { key: sealedOnce(key), webhookSecret: sealedOnce(webhookSecret) },
      }),
    ),
  )
  return rows.length
}
