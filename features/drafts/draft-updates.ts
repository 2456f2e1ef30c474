// What was typed in drafts, kept: an update is written before anybody sees it, and now and then many become one.
import { setImmediate as breathe } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import * as Y from 'yjs'
import { draftText, toPlainText } from './channel.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { NewClocks } from './draft-plain.ts'
import { dropPending } from './draft-repair.ts'

/** The NOTIFY channel of new updates; the payload is the node, the draft and the update's id (see log/bus.ts). */
const draftUpdateChannel = 'hubbub_draft_update'

/** More than this is made one update when a draft is put away. */
const rest = { rows: 50, bytes: 64 * 1024 }
/** A large draft is put together in steps: others have their turn between them. */
const stepMs = 10

/** The owner of what the server itself changes. */
export const serverOwner = 'server'

export interface NewUpdate {
  draftId: string
  bytes: Uint8Array
  clocks: readonly NewClocks[]
  /** Whose the Yjs clients are that the update adds to. */
  owner: string
  userId: string | null
  nodeId: string
}

/**
 * Keeps an update. Whoever has not called this first may not show it to anybody. False: nothing was kept, as a Yjs
 * client that it adds to is somebody else's, or more of it is kept already than was thought.
 */
export async function keepUpdate(db: Reader, update: NewUpdate): Promise<boolean> {
  const { draftId, bytes, clocks, owner, userId, nodeId } = update
  const clients = clocks.map(({ client }) => String(client))
  const froms = clocks.map(({ from }) => String(from))
  const tos = clocks.map(({ to }) => String(to))
  // Which of them were taken is known once all are: where one was not, the row has no bytes, and nothing happens.
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

/** Says so where the SQL state is that of a missing value. */
function isWithoutBytes(error: unknown): boolean {
  return error instanceof Error && /\b23502\b/.test(`${error.message} ${JSON.stringify(error)}`)
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
  await applyAll(document, await readUpdates(db, draftId))
}

function readUpdates(db: Reader, draftId: string) {
  return db.draftUpdate.findMany({
    where: { draftId },
    orderBy: { id: 'asc' },
    select: { id: true, bytes: true },
  })
}

/** One that cannot be applied, whoever wrote it, does not keep the others from it. */
async function applyAll(document: Y.Doc, updates: readonly { bytes: Uint8Array }[]): Promise<void> {
  let from = performance.now()
  for (const { bytes } of updates) {
    try {
      Y.applyUpdate(document, bytes)
    } catch {
      // It is left out.
    }
    if (performance.now() - from > stepMs) {
      // oxlint-disable-next-line no-await-in-loop
      await breathe()
      from = performance.now()
    }
  }
}

/** Texts that were just read, by draft. Not for long: a draft may be deleted. */
const texts = new LRUCache<string, { state: string; text: string }>({ max: 100, ttl: 10_000 })

/** The words of a draft as they are kept. */
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
 * Makes one update of many, in one statement: a reader has either all of the old or the new. What was deleted since is
 * gone then. Few and small ones stay as they are, unless it is asked for `always`.
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
