// What was typed in drafts, kept: an update is written before anybody sees it, and now and then many become one.
import * as Y from 'yjs'
import { draftText } from '#protocol/drafts.ts'
import type { Reader } from '../platform/postgres/database.ts'

/** The NOTIFY channel of new updates; the payload is the node, the draft and the update's id (see log/bus.ts). */
const draftUpdateChannel = 'hubbub_draft_update'

/** More updates than this are made one when a draft is put away. */
const compactFrom = 50

/** Keeps an update. Whoever has not called this first may not show it to anybody. */
export async function appendUpdate(
  db: Reader,
  draftId: string,
  bytes: Uint8Array,
  userId: string | null,
  nodeId: string,
): Promise<void> {
  await db.$executeRaw`
    WITH written AS (
      INSERT INTO draft_updates ("draftId", bytes, "userId")
      VALUES (${draftId}::uuid, ${Uint8Array.from(bytes)}, ${userId}::uuid)
      RETURNING id
    )
    SELECT pg_notify(${draftUpdateChannel}, ${`${nodeId} ${draftId} `}::text || id) FROM written`
}

/** Tells every node of updates that are kept already. */
export async function noteUpdates(db: Reader, ids: readonly string[]): Promise<void> {
  await db.$executeRaw`
    SELECT pg_notify(${draftUpdateChannel}, 'nobody ' || "draftId" || ' ' || id)
    FROM draft_updates WHERE id = ANY(${ids.map(BigInt)}::bigint[])`
}

export async function readUpdate(db: Reader, id: bigint): Promise<Uint8Array | null> {
  const row = await db.draftUpdate.findUnique({ where: { id }, select: { bytes: true } })
  return row?.bytes ?? null
}

/** Brings a document to what is kept. */
export async function loadUpdates(db: Reader, draftId: string, document: Y.Doc): Promise<void> {
  const rows = await db.draftUpdate.findMany({
    where: { draftId },
    orderBy: { id: 'asc' },
    select: { bytes: true },
  })
  if (rows.length > 0) Y.applyUpdate(document, Y.mergeUpdates(rows.map(({ bytes }) => bytes)))
}

/** The words of a draft as they are kept. */
export async function readText(db: Reader, draftId: string): Promise<string> {
  const document = new Y.Doc()
  await loadUpdates(db, draftId, document)
  return document.getText(draftText).toString()
}

/** Makes one update of many, in one statement: a reader has either all of the old or the new. */
export async function compactUpdates(db: Reader, draftId: string): Promise<void> {
  const rows = await db.draftUpdate.findMany({
    where: { draftId },
    orderBy: { id: 'asc' },
    select: { id: true, bytes: true },
  })
  if (rows.length < compactFrom) return
  const document = new Y.Doc()
  Y.applyUpdate(document, Y.mergeUpdates(rows.map(({ bytes }) => bytes)))
  const ids = rows.map(({ id }) => id)
  await db.$executeRaw`
    WITH gone AS (DELETE FROM draft_updates WHERE id = ANY(${ids}::bigint[]))
    INSERT INTO draft_updates ("draftId", bytes)
    VALUES (${draftId}::uuid, ${Uint8Array.from(Y.encodeStateAsUpdate(document))})`
}
