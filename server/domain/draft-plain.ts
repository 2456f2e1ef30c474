// Which updates of a draft are taken: those that change its one text by plain words, and that everybody who has the
// draft can apply at once. All else that Yjs can carry would freeze or part the pages of those who write there.
import * as Y from 'yjs'
import { draftText, isPlainText } from '#protocol/draft-channel.ts'

/** The Yjs client of the server's own changes: nobody else writes as this one. */
export const serverClient = 1
const largestClient = 0xffff_ffff
/** More than anybody types in one page. */
const largestClock = 2 ** 31

/** How far a Yjs client's changes go: `from` was kept before, up to `to` is new. */
export interface NewClocks {
  client: number
  from: number
  to: number
}

type Struct = Y.Item | Y.GC | Y.Skip

export type Verdict =
  /** All of it is there already. */
  | { kind: 'nothing' }
  /** It builds on what is not there yet. */
  | { kind: 'early' }
  | { kind: 'refused'; why: string }
  /** What is new of it. */
  | { kind: 'plain'; bytes: Uint8Array; clocks: NewClocks[] }

class NotPlain extends Error {}

/** What becomes of an update, the document being as it is now. Changes nothing. */
export function judgeUpdate(document: Y.Doc, update: Uint8Array, byServer = false): Verdict {
  // Asked for first: only then are the words that a document has loaded of this very text.
  document.getText(draftText)
  try {
    const bytes = Y.diffUpdate(update, Y.encodeStateVector(document))
    const { structs, ds } = Y.decodeUpdate(bytes)
    const news = newStructs(document, structs)
    if (!news) return { kind: 'early' }
    const clocks = [...news].map(([client, list]) => reach(document, client, list))
    if (!byServer && clocks.some(({ client }) => client === serverClient)) {
      throw new NotPlain('it speaks for the server')
    }
    if (!fits(document, news) || !isThere(document, ds.clients, clocks)) return { kind: 'early' }
    const changes = clocks.length > 0 || (ds.clients.size > 0 && !holds(document, bytes))
    return changes ? { kind: 'plain', bytes, clocks } : { kind: 'nothing' }
  } catch (error) {
    return { kind: 'refused', why: error instanceof NotPlain ? error.message : 'it cannot be read' }
  }
}

/** Whether a struct that is there already is words of the draft's text, or nothing any more. */
export function isPlainStruct(text: Y.Text, struct: Y.AbstractStruct): boolean {
  if (!(struct instanceof Y.Item)) return true
  if (struct.parent !== text || struct.parentSub !== null) return struct.deleted
  return (
    struct.deleted || (struct.content instanceof Y.ContentString && isPlainText(struct.content.str))
  )
}

/** The new structs by client, in order; null when some before them are missing. */
function newStructs(document: Y.Doc, structs: readonly Struct[]): Map<number, Struct[]> | null {
  const news = new Map<number, Struct[]>()
  let before: number | null = null
  for (const struct of structs) {
    const { client, clock } = struct.id
    if (struct instanceof Y.Skip) return null
    const list = news.get(client) ?? []
    if (list.length > 0 && before !== client) throw new NotPlain('it is out of order')
    before = client
    const last = list.at(-1)
    const due = last ? last.id.clock + last.length : Y.getState(document.store, client)
    if (clock > due) return null
    if (clock < due) throw new NotPlain('it is out of order')
    checkStruct(document, struct)
    list.push(struct)
    news.set(client, list)
  }
  return news
}

function checkStruct(document: Y.Doc, struct: Struct): void {
  const { client, clock } = struct.id
  if (client > largestClient || struct.length < 1 || clock + struct.length > largestClock) {
    throw new NotPlain('it is out of bounds')
  }
  if (!(struct instanceof Y.Item)) return
  const { content, parentSub } = struct
  // Of a struct that was only decoded the parent is its name, or null where it is its neighbour's.
  const parent: unknown = struct.parent
  if (content instanceof Y.ContentString) {
    if (!isPlainText(content.str)) throw new NotPlain('it has control characters')
  } else if (!(content instanceof Y.ContentDeleted)) {
    throw new NotPlain('it is more than plain text')
  }
  if (parentSub !== null || (parent !== null && parent !== draftText)) {
    throw new NotPlain('it is not of the text of the draft')
  }
  for (const neighbour of [struct.origin, struct.rightOrigin]) {
    if (!neighbour || neighbour.clock >= Y.getState(document.store, neighbour.client)) continue
    const found = structAt(document, neighbour)
    if (
      found instanceof Y.Item &&
      (found.parent !== document.getText(draftText) || found.parentSub !== null)
    ) {
      throw new NotPlain('it is not of the text of the draft')
    }
  }
}

function structAt({ store }: Y.Doc, id: Y.ID): Y.AbstractStruct | undefined {
  const structs = store.clients.get(id.client)
  return structs?.[Y.findIndexSS(structs, id.clock)]
}

function reach(document: Y.Doc, client: number, list: readonly Struct[]): NewClocks {
  const last = list.at(-1)
  const from = Y.getState(document.store, client)
  return { client, from, to: last ? last.id.clock + last.length : from }
}

/** Whether each struct's neighbours are there when its turn comes: else Yjs would put it by, or fail. */
function fits(document: Y.Doc, news: ReadonlyMap<number, readonly Struct[]>): boolean {
  const reached = new Map<number, number>()
  const has = (id: Y.ID | null): boolean =>
    id === null || id.clock < (reached.get(id.client) ?? Y.getState(document.store, id.client))
  const queues = [...news].map(([client, list]) => ({ client, list, next: 0 }))
  for (let moved = true; moved;) {
    moved = false
    for (const queue of queues) {
      for (let struct = queue.list[queue.next]; struct; struct = queue.list[queue.next]) {
        if (struct instanceof Y.Item && !(has(struct.origin) && has(struct.rightOrigin))) break
        queue.next += 1
        reached.set(queue.client, struct.id.clock + struct.length)
        moved = true
      }
    }
  }
  return queues.every(({ list, next }) => next === list.length)
}

/** Whether all that is to be deleted is there: else it would be deleted as soon as somebody writes it. */
function isThere(
  document: Y.Doc,
  deletes: ReadonlyMap<number, readonly { clock: number; len: number }[]>,
  clocks: readonly NewClocks[],
): boolean {
  const ends = new Map(clocks.map(({ client, to }) => [client, to]))
  for (const [client, ranges] of deletes) {
    const end = ends.get(client) ?? Y.getState(document.store, client)
    for (const { clock, len } of ranges) {
      if (len < 1) throw new NotPlain('it is out of bounds')
      if (clock + len > end) return false
    }
  }
  return true
}

/** Whether a document has all that an update holds. */
function holds(document: Y.Doc, bytes: Uint8Array): boolean {
  return Y.snapshotContainsUpdate(Y.snapshot(document), bytes)
}
