// Stores the updates of drafts: each before anybody sees it; from time to time many are merged into one.
import { setImmediate as breathe } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import * as Y from 'yjs'
import { draftText, toPlainText } from './channel.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { NewClocks } from './draft-plain.ts'
import { dropPending } from './draft-repair.ts'

/** The NOTIFY channel of new updates; the payload is the node, the draft and the update's id (see platform/postgres/bus.ts). */
const draftUpdateChannel = 'hubbub_draft_update'

/** A draft with more than this is compacted when it is unloaded. */
const rest = { rows: 50, bytes: 64 * 1024 }
/** A large draft is loaded in steps, so that other work gets its turn in between. */
const stepMs = 10

/** The owner of the server's own changes. */
export const serverOwner = 'server'

export interface NewUpdate {
  draftId: string
  bytes: Uint8Array
  clocks: readonly NewClocks[]
  /** The owner of the Yjs clients that the update adds to. */
  owner: string
  userId: string | null
  nodeId: string
}

/**
 * Stores an update, which must happen before it is shown to anybody. False: nothing was stored, because a Yjs client
 * that it adds to belongs to another owner, or more of that client is stored than was assumed.
 */
export async function keepUpdate(db: Reader, update: NewUpdate): Promise<boolean> {
  const { draftId, bytes, clocks, owner, userId, nodeId } = update
  const clients = clocks.map(({ client }) => String(client))
  const froms = clocks.map(({ from }) => String(from))
  const tos = clocks.map(({ to }) => String(to))
  // The statement knows only at its end which clients were taken: if one was not, `bytes` is null, and the insert fails as a whole.
  try {
    await db.$executeRaw`
      WITH taken AS (
        INSERT INTO draft_clients ("draftId", "clientId", owner, clock)
        SELECT ${draftId}::uuid, client, ${owner}, clock
        FROM unnest(${clients}::bigint[], ${tos}::bigint[]) AS news(client, clock)
        ON CONFLICT ("draftId", "clientId") DO UPDATE SET clock = excluded.clock
        WHERE draft_clients.owner = excluded.owner AND draft_clients.clock = (
          SELECT clock FROM unnest(${clients}::bigint[], ${froms}::bigint[]) AS before(client, clock)
          WHERE before.client = draft_clients."clientId")
        RETURNING 1
      ), written AS (
        INSERT INTO draft_updates ("draftId", bytes, "userId")
        SELECT ${draftId}::uuid,
          CASE WHEN (SELECT count(*) FROM taken) = ${clocks.length}::bigint
            THEN ${Uint8Array.from(bytes)}::bytea END,
          ${userId}::uuid
        RETURNING id
      )
      SELECT pg_notify(${draftUpdateChannel}, ${`${nodeId} ${draftId} `}::text || id) FROM written`
    return true
  } catch (error) {
    if (isWithoutBytes(error)) return false
    throw error
  }
}

/** Whether it is the SQL state of a missing value. */
function isWithoutBytes(error: unknown): boolean {
  return error instanceof Error && /\b23502\b/.test(`${error.message} ${JSON.stringify(error)}`)
}

/** Notifies all nodes of updates that are already stored. */
export async function noteUpdates(db: Reader, ids: readonly string[]): Promise<void> {
  await db.$executeRaw`
    SELECT pg_notify(${draftUpdateChannel}, 'nobody ' || "draftId" || ' ' || id)
    FROM draft_updates WHERE id = ANY(${ids.map(BigInt)}::bigint[])`
}

export async function readUpdate(db: Reader, id: bigint): Promise<Uint8Array | null> {
  const row = await db.draftUpdate.findUnique({ where: { id }, select: { bytes: true } })
  return row?.bytes ?? null
}

/** Applies the stored updates to a document. */
export async function loadUpdates(db: Reader, draftId: string, document: Y.Doc): Promise<void> {
  await applyAll(document, await readUpdates(db, draftId))
}

function readUpdates(db: Reader, draftId: string) {
  return db.draftUpdate.findMany({
    where: { draftId },
    orderBy: { id: 'asc' },
    select: { id: true, bytes: true },
  })
}

/** An update that cannot be applied does not stop the others. */
async function applyAll(document: Y.Doc, updates: readonly { bytes: Uint8Array }[]): Promise<void> {
  let from = performance.now()
  for (const { bytes } of updates) {
    try {
      Y.applyUpdate(document, bytes)
    } catch {
      // It is skipped.
    }
    if (performance.now() - from > stepMs) {
      // oxlint-disable-next-line no-await-in-loop
      await breathe()
      from = performance.now()
    }
  }
}

/** A short-lived cache of texts by draft. Short, because a draft may be deleted. */
const texts = new LRUCache<string, { state: string; text: string }>({ max: 100, ttl: 10_000 })

/** The stored text of a draft. */
export async function readText(db: Reader, draftId: string): Promise<string> {
  const { _max, _count } = await db.draftUpdate.aggregate({
    where: { draftId },
    _max: { id: true },
    _count: true,
  })
  const state = `${_max.id} ${_count}`
  const known = texts.get(draftId)
  if (known?.state === state) return known.text
  const document = new Y.Doc()
  await loadUpdates(db, draftId, document)
  const text = toPlainText(document.getText(draftText).toString())
  document.destroy()
  texts.set(draftId, { state, text })
  return text
}

/**
 * Merges many updates into one, in one statement: a reader gets either all of the old or the new. Text deleted since is
 * then removed for good. A few small ones stay as they are, unless `always` is set.
 */
export async function compactUpdates(db: Reader, draftId: string, always = false): Promise<void> {
  const rows = await readUpdates(db, draftId)
  const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
  const isMuch = rows.length > 1 && (rows.length >= rest.rows || bytes >= rest.bytes)
  if (rows.length === 0 || !(isMuch || always)) return
  const document = new Y.Doc()
  await applyAll(document, rows)
  dropPending(document)
  const ids = rows.map(({ id }) => id)
  await db.$executeRaw`
    WITH gone AS (DELETE FROM draft_updates WHERE id = ANY(${ids}::bigint[]))
    INSERT INTO draft_updates ("draftId", bytes)
    VALUES (${draftId}::uuid, ${Uint8Array.from(Y.encodeStateAsUpdate(document))})`
  document.destroy()
}
