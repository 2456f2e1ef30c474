// By how much an update makes a draft longer: computed before the update is applied.
import * as Y from 'yjs'
import { draftText } from './channel.ts'
import type { Deletes, Struct } from './draft-update.ts'

/** The growth of a draft by an update. */
export interface Growth {
  /** Characters of its text; negative where the text becomes shorter. */
  length: number
  /** New pieces of its Yjs history. */
  pieces: number
}

/** The present size of a draft. */
export function sizeOf(document: Y.Doc): Growth {
  let pieces = 0
  for (const structs of document.store.clients.values()) pieces += structs.length
  return { length: document.getText(draftText).length, pieces }
}

/** The growth by new structs and deletions, less the existing characters that are deleted. */
export function growthOf(
  document: Y.Doc,
  news: ReadonlyMap<number, readonly Struct[]>,
  deletes: Deletes,
): Growth & { removed: number } {
  let added = 0
  let removed = 0
  let pieces = 0
  for (const structs of news.values()) {
    pieces += structs.length
    for (const struct of structs) if (isWords(struct)) added += struct.length
  }
  for (const [client, ranges] of deletes) {
    removed += covered(document.store.clients.get(client) ?? [], ranges)
    added -= covered(news.get(client) ?? [], ranges)
  }
  return { length: added - removed, pieces, removed }
}

function isWords(struct: Y.AbstractStruct): boolean {
  return struct instanceof Y.Item && !struct.deleted && struct.countable
}

/** How many characters of these structs lie in the ranges; both are sorted. */
function covered(
  structs: readonly Y.AbstractStruct[],
  ranges: readonly { clock: number; len: number }[],
): number {
  let count = 0
  for (const { clock, len } of ranges) {
    for (let index = firstAt(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index]
      if (!struct || struct.id.clock >= clock + len) break
      const from = Math.max(struct.id.clock, clock)
      const to = Math.min(struct.id.clock + struct.length, clock + len)
      if (isWords(struct)) count += Math.max(0, to - from)
    }
  }
  return count
}

/** The index of the first struct that ends after this clock. */
function firstAt(structs: readonly Y.AbstractStruct[], clock: number): number {
  let [low, high] = [0, structs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]
    if (struct && struct.id.clock + struct.length <= clock) low = middle + 1
    else high = middle
  }
  return low
}
