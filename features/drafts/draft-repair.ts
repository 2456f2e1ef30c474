// Repairs stored documents that are not plain text: from before updates were checked, or written by an external change.
import * as Y from 'yjs'
import { draftText } from './channel.ts'
import { isPlainStruct, serverClient } from './draft-plain.ts'

/** Drops updates that wait for missing ones: they could take effect as soon as somebody writes those. */
export function dropPending({ store }: Y.Doc): boolean {
  const had = store.pendingStructs !== null || store.pendingDs !== null
  store.pendingStructs = null
  store.pendingDs = null
  return had
}

/** The update that makes a document plain text for everybody who has it; null when it is. Changes nothing. */
export function repairOf(document: Y.Doc): Uint8Array | null {
  if (isPlain(document)) return null
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document))
  dropPending(copy)
  copy.clientID = serverClient
  const before = Y.encodeStateVector(copy)
  const text = copy.getText(draftText)
  copy.transact((transaction) => {
    for (const item of strangers(copy, text)) item.delete(transaction)
    mendCharacters(text)
  })
  const update = Y.encodeStateAsUpdate(copy, before)
  copy.destroy()
  return update
}

function isPlain(document: Y.Doc): boolean {
  const text = document.getText(draftText)
  for (const structs of document.store.clients.values()) {
    for (const struct of structs) if (!isPlainStruct(text, struct)) return false
  }
  return true
}

/** The document's items that are not characters of the text. */
function strangers(document: Y.Doc, text: Y.Text): Y.Item[] {
  return [...document.store.clients.values()].flatMap((structs) =>
    structs.filter(
      (struct): struct is Y.Item =>
        struct instanceof Y.Item &&
        !struct.deleted &&
        (struct.parent !== text ||
          struct.parentSub !== null ||
          !(struct.content instanceof Y.ContentString)),
    ),
  )
}

/** From the end, so that the positions before stay valid. */
function mendCharacters(text: Y.Text): void {
  // oxlint-disable-next-line no-control-regex
  const unfit = /\r(\n?)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
  const found = [...text.toString().matchAll(unfit)]
  for (const { 0: match, 1: lineFeed, index } of found.toReversed()) {
    text.delete(index, 1)
    if (match === '\r' && lineFeed === '') text.insert(index, '\n')
  }
}
