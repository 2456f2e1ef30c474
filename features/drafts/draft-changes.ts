// Changes that the server itself makes in drafts: repairs, and restoring a version. They are stored like anybody's typing.
import * as Y from 'yjs'
import { draftText, toPlainText } from './channel.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { judgeUpdate, serverClient } from './draft-plain.ts'
import type { NewClocks } from './draft-plain.ts'
import { dropPending, repairOf } from './draft-repair.ts'
import { compactUpdates, keepUpdate, loadUpdates, serverOwner } from './draft-updates.ts'

/** Retries, because other nodes may change the same draft meanwhile. */
const tries = 5
const withoutPause = 'Others change this draft without a pause.'

interface Where {
  db: Reader
  nodeId: string
  draftId: string
  /** The person who asked for the change. */
  userId: string | null
}

/** Loads a document from the database, and repairs it where it is not plain text. */
export async function loadPlain(where: Where, document: Y.Doc): Promise<void> {
  const { db, draftId } = where
  await loadUpdates(db, draftId, document)
  const waiting = dropPending(document)
  await repair(where, document)
  if (waiting) await compactUpdates(db, draftId, true)
}

/** Replaces a draft's text; returns the update that does it. */
export async function replaceWords(where: Where, words: string): Promise<Uint8Array | null> {
  const plain = toPlainText(words)
  for (let count = 0; count < tries; count += 1) {
    const document = new Y.Doc()
    // oxlint-disable-next-line no-await-in-loop
    await loadUpdates(where.db, where.draftId, document)
    const changed = document.getText(draftText)
    if (changed.toString() === plain) return null
    document.clientID = serverClient
    const from = Y.getState(document.store, serverClient)
    const before = Y.encodeStateVector(document)
    document.transact(() => {
      changed.delete(0, changed.length)
      changed.insert(0, plain)
    })
    const bytes = Y.encodeStateAsUpdate(document, before)
    const to = Y.getState(document.store, serverClient)
    const clocks = to > from ? [{ client: serverClient, from, to }] : []
    // oxlint-disable-next-line no-await-in-loop
    if (await keepAsServer(where, bytes, clocks)) return bytes
  }
  throw new Error(withoutPause)
}

/** Repairs a document that is not plain text, and stores the update that does it. */
async function repair(where: Where, document: Y.Doc): Promise<void> {
  for (let count = 0; count < tries; count += 1) {
    const update = repairOf(document)
    const verdict = update && judgeUpdate(document, update, true)
    if (verdict?.kind !== 'plain') return
    const { bytes, clocks } = verdict
    // oxlint-disable-next-line no-await-in-loop
    if (await keepAsServer(where, bytes, clocks)) {
      Y.applyUpdate(document, bytes)
      return
    }
    // oxlint-disable-next-line no-await-in-loop
    await loadUpdates(where.db, where.draftId, document)
  }
  throw new Error(withoutPause)
}

function keepAsServer(where: Where, bytes: Uint8Array, clocks: NewClocks[]): Promise<boolean> {
  const { db, nodeId, draftId, userId } = where
  return keepUpdate(db, { draftId, bytes, clocks, owner: serverOwner, userId, nodeId })
}
