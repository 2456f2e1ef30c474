// Which updates of a draft are accepted: those that change its one text by plain characters, and that every page can
// apply at once. Anything else that Yjs can encode could freeze pages or make their texts differ.
import * as Y from 'yjs'
import { draftText, isPlainText } from './channel.ts'
import { draftLimits } from './limits.ts'
import { growthOf, sizeOf } from './draft-growth.ts'
import type { Growth } from './draft-growth.ts'
import { Places } from './draft-places.ts'
import { groupByClient, hasMoreThan, toUpdate } from './draft-update.ts'
import type { Deletes, Struct } from './draft-update.ts'

/** The Yjs client id of the server's own changes: no page may use it. */
export const serverClient = 1
const largestClient = 0xffff_ffff
/** More characters than anybody types in one page. */
const largestClock = 2 ** 31
/** More pieces than anybody writes while offline. */
const mostAtOnce = 10_000
/** How many pages' new text one update may hold. */
const mostClients = 100
/** Yjs may compare each new piece with every other one: no more than this are applied at once. */
const piecesInTurn = 500
/** Yjs also compares them with existing ones: few steps where people type. */
const mostSteps = 20_000

const alone = 'What you write now is on your page alone'

/** The range of a Yjs client's changes: up to `from` they are stored, up to `to` they are new. */
export interface NewClocks {
  client: number
  from: number
  to: number
}

export type Verdict =
  /** The document has all of it already. */
  | { kind: 'nothing' }
  /** It builds on changes that the document does not have yet. */
  | { kind: 'early' }
  | { kind: 'refused'; why: string }
  /** The draft's text or history would be too long. */
  | { kind: 'full'; why: string }
  /** The new part of it, or as much as may be applied at once; `rest` is judged when that is applied. */
  | { kind: 'plain'; bytes: Uint8Array; clocks: NewClocks[]; rest: Uint8Array | null }

class NotPlain extends Error {}

/** Judges an update against the present document. Changes nothing. */
export function judgeUpdate(document: Y.Doc, update: Uint8Array, byServer = false): Verdict {
  // Called first: only then does a loaded document treat its content as this text.
  document.getText(draftText)
  try {
    if (!byServer && hasMoreThan(update, mostAtOnce)) throw new NotPlain('it is too much at once')
    const bytes = Y.diffUpdate(update, Y.encodeStateVector(document))
    const { structs, ds } = Y.decodeUpdate(bytes)
    const news = newStructs(document, structs)
    if (!news) return { kind: 'early' }
    if (news.size > mostClients) throw new NotPlain('it is of too many')
    if (!byServer && news.has(serverClient)) throw new NotPlain('it speaks for the server')
    const ordered = inOrder(document, news)
    if (!ordered || !isThere(document, ds.clients, news)) return { kind: 'early' }
    const growth = growthOf(document, news, ds.clients)
    if (ordered.length === 0 && growth.removed === 0) return { kind: 'nothing' }
    if (byServer) {
      return { kind: 'plain', bytes, clocks: reaches(document, ordered), rest: null }
    }
    const why = fullWith(document, growth)
    if (why !== null) return { kind: 'full', why }
    return firstPart(document, ordered, { bytes, deletes: ds.clients })
  } catch (error) {
    return { kind: 'refused', why: error instanceof NotPlain ? error.message : 'it cannot be read' }
  }
}

/** Why a draft cannot grow by this; null: it can. Deleting is always possible. */
function fullWith(document: Y.Doc, growth: Growth): string | null {
  const size = sizeOf(document)
  const { text, pieces } = draftLimits
  if (growth.length > 0 && size.length + growth.length > text) {
    return `This draft is full: ${text.toLocaleString('en')} characters at most. ${alone}, and kept once enough is deleted.`
  }
  if (growth.pieces > 0 && size.pieces + growth.pieces > pieces) {
    return `This draft has been changed too often to be changed again. ${alone}: go on in a new draft.`
  }
  return null
}

/** As much of an update as may be applied at once. */
function firstPart(
  document: Y.Doc,
  ordered: readonly Struct[],
  { bytes, deletes }: { bytes: Uint8Array; deletes: Deletes },
): Verdict {
  const first = ordered.slice(0, piecesInTurn)
  const places = new Places(document, mostSteps)
  if (!first.every((struct) => places.find(struct))) {
    throw new NotPlain('its place cannot be found in time')
  }
  const clocks = reaches(document, first)
  if (first.length === ordered.length) return { kind: 'plain', bytes, clocks, rest: null }
  const rest = toUpdate(ordered.slice(piecesInTurn), deletes)
  return { kind: 'plain', bytes: toUpdate(first), clocks, rest }
}

/** Whether an existing struct is text of the draft, or deleted. */
export function isPlainStruct(text: Y.Text, struct: Y.AbstractStruct): boolean {
  if (!(struct instanceof Y.Item)) return true
  if (struct.parent !== text || struct.parentSub !== null) return struct.deleted
  return (
    struct.deleted || (struct.content instanceof Y.ContentString && isPlainText(struct.content.str))
  )
}

/** The new structs by client, in order; null when earlier ones are missing. */
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
  // A struct that is only decoded has the name of its parent, or null when it takes its neighbour's.
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

function reaches(document: Y.Doc, structs: readonly Struct[]): NewClocks[] {
  return [...groupByClient(structs)].map(([client, list]) => reach(document, client, list))
}

function reach(document: Y.Doc, client: number, list: readonly Struct[]): NewClocks {
  const last = list.at(-1)
  const from = Y.getState(document.store, client)
  return { client, from, to: last ? last.id.clock + last.length : from }
}

/** The structs sorted so that each one's neighbours come first; null where some are missing. */
function inOrder(
  document: Y.Doc,
  news: ReadonlyMap<number, readonly Struct[]>,
): readonly Struct[] | null {
  const ordered: Struct[] = []
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
        ordered.push(struct)
        moved = true
      }
    }
  }
  return queues.every(({ list, next }) => next === list.length) ? ordered : null
}

/** Whether everything to be deleted exists: otherwise it would be deleted as soon as somebody writes it. */
function isThere(
  document: Y.Doc,
  deletes: Deletes,
  news: ReadonlyMap<number, readonly Struct[]>,
): boolean {
  for (const [client, ranges] of deletes) {
    const { to } = reach(document, client, news.get(client) ?? [])
    let before = 0
    for (const { clock, len } of ranges) {
      if (len < 1) throw new NotPlain('it is out of bounds')
      if (clock < before) throw new NotPlain('it is out of order')
      before = clock + len
      if (before > to) return false
    }
  }
  return true
}
