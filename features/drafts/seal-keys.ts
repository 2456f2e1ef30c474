// Seals (encrypts) at the start the keys of drafts' links that older versions, or a change by hand, left in plain text.
import { inStrides } from '#platform/postgres/in-strides.ts'
import type { Database } from '#platform/postgres/database.ts'
import { sealedOnce } from '#platform/seal.ts'

const clear = { not: { startsWith: 'sealed.' } }

/** Idempotent; when two nodes start at once, the second one finds nothing left to seal. */
export function sealDraftKeys(db: Database): Promise<void> {
  return inStrides((atOnce) => sealSome(db, atOnce))
}

async function sealSome(db: Database, atOnce: number): Promise<number> {
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
