// Keys that older versions, or somebody by hand, left in clear are sealed at the start.
import type { Database } from '#platform/postgres/database.ts'
import { isSealed, seal } from '#platform/seal.ts'

const atOnce = 100
const clear = { not: { startsWith: 'sealed.' } }

/** Idempotent; of two nodes that start at once the second one finds nothing left to seal. */
export async function sealKeys(db: Database): Promise<void> {
  // A stride at a time: an old site may have very many.
  // oxlint-disable-next-line no-await-in-loop
  while ((await sealInboxes(db)) === atOnce);
  // oxlint-disable-next-line no-await-in-loop
  while ((await sealDrafts(db)) === atOnce);
}

async function sealInboxes(db: Database): Promise<number> {
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

async function sealDrafts(db: Database): Promise<number> {
  const rows = await db.draft.findMany({
    where: { OR: [{ readKey: clear }, { writeKey: clear }] },
    select: { id: true, readKey: true, writeKey: true },
    take: atOnce,
  })
  await Promise.all(
    rows.map(({ id, readKey, writeKey }) =>
      db.draft.updateMany({
        where: { id, readKey, writeKey },
        data: {
          readKey: readKey && sealedOnce(readKey),
          writeKey: writeKey && sealedOnce(writeKey),
        },
      }),
    ),
  )
  return rows.length
}

function sealedOnce(kept: string): string {
  return isSealed(kept) ? kept : seal(kept)
}
