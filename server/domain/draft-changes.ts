// What the server itself changes in drafts: repairs, and going back to a version. Kept like what anybody types.
import * as Y from 'yjs'
import { draftText, toPlainText } from '#protocol/draft-channel.ts'
import type { Reader } from '../platform/postgres/database.ts'
import { judgeUpdate, serverClient } from './draft-plain.ts'
import { dropPending, repairOf } from './draft-repair.ts'
import { compactUpdates, keepUpdate, loadUpdates, serverOwner } from './draft-updates.ts'

/** Other nodes may change the same draft meanwhile. */
const tries = 5

interface Where {
  db: Reader
  nodeId: string
  draftId: string
  /** Who asked for it. */
  userId: string | null
}

/** Brings a document to what is kept, and makes plain text of it where it is not. */
export async function loadPlain(where: Where, document: Y.Doc): Promise<void> {
  const { db, draftId } = where
  await loadUpdates(db, draftId, document)
  const waiting = dropPending(document)
  await changeAsServer(where, document, repairOf)
  if (waiting) await compactUpdates(db, draftId, 1)
}

/** Puts other words in place of a draft's; the update that does it. */
export async function replaceWords(where: Where, words: string): Promise<Uint8Array | null> {
  const document = new Y.Doc()
  await loadUpdates(where.db, where.draftId, document)
  return changeAsServer(where, document, (now) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(now))
    copy.clientID = serverClient
    const before = Y.encodeStateVector(copy)
    const text = copy.getText(draftText)
    copy.transact(() => {
      text.delete(0, text.length)
      text.insert(0, toPlainText(words))
    })
    return Y.encodeStateAsUpdate(copy, before)
  })
}

/** Keeps the update that `change` makes of the document, and applies it; null: there was nothing to change. */
async function changeAsServer(
  { db, nodeId, draftId, userId }: Where,
  document: Y.Doc,
  change: (document: Y.Doc) => Uint8Array | null,
): Promise<Uint8Array | null> {
  for (let count = 0; count < tries; count += 1) {
    const update = change(document)
    const verdict = update && judgeUpdate(document, update, true)
    if (verdict?.kind !== 'plain') return null
    const { bytes, clocks } = verdict
    // oxlint-disable-next-line no-await-in-loop
    if (await keepUpdate(db, { draftId, bytes, clocks, owner: serverOwner, userId, nodeId })) {
      Y.applyUpdate(document, bytes)
      return bytes
    }
    // oxlint-disable-next-line no-await-in-loop
    await loadUpdates(db, draftId, document)
  }
  throw new Error('Others change this draft without a pause.')
}
