// Keys of inboxes that older versions, or somebody by hand, left in clear are sealed at the start.
import { inStrides } from '#platform/postgres/in-strides.ts'
import type { Database } from '#platform/postgres/database.ts'
import { sealedOnce } from '#platform/seal.ts'

const clear = { not: { startsWith: 'sealed.' } }

/** Idempotent; of two nodes that start at once the second one finds nothing left to seal. */
export function sealInboxKeys(db: Database): Promise<void> {
  return inStrides((atOnce) => sealSome(db, atOnce))
}

async function sealSome(db: Database, atOnce: number): Promise<number> {
  const rows = await db.inbox.findMany({
    where: { OR: [{ key: clear }, { webhookSecret: clear }] },
    take: atOnce,
  })
  // Each only where nobody has changed it in the meantime.
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
