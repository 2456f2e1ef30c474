// Estimates the time to place an update's new pieces in a draft, before the update is applied.
import * as Y from 'yjs'
import { draftText } from './channel.ts'
import type { Struct } from './draft-update.ts'

/**
 * Yjs scans for a new piece's place between its neighbours. Ordinary typing stops early; a hostile update can make it
 * scan the whole text for each piece.
 */
export class Places {
  readonly #document: Y.Doc
  readonly #most: number
  /** For each client's new pieces: the existing piece before which they are placed at the latest. */
  readonly #found = new Map<number, { end: number; before: Y.Item | null }[]>()
  #steps = 0

  /** `most`: the limit of steps for all pieces. */
  constructor(document: Y.Doc, most: number) {
    this.#document = document
    this.#most = most
  }

  /** Adds the steps of the next new piece. False: over the limit. */
  find(struct: Struct): boolean {
    const before = struct instanceof Y.Item ? this.#walk(struct) : null
    const { client, clock } = struct.id
    const found = this.#found.get(client) ?? []
    this.#found.set(client, found)
    found.push({ end: clock + struct.length, before })
    return this.#steps < this.#most
  }

  /** The existing piece at which Yjs would stop scanning. */
  #walk(item: Y.Item): Y.Item | null {
    const { origin, rightOrigin, id } = item
    const left = origin && this.#itemAt(origin)
    // Behind a new piece there are only new ones: no existing piece has its origin among them.
    if (origin && !left) return this.#beforeWhich(origin)
    const right = rightOrigin && (this.#itemAt(rightOrigin) ?? this.#beforeWhich(rightOrigin))
    let next = left ? left.right : this.#document.getText(draftText)._start
    const isSplit = left && origin && left.lastId.clock !== origin.clock
    const seen = new Set<Y.AbstractStruct>(isSplit ? [left] : [])
    while (next && next !== right && this.#steps < this.#most) {
      this.#steps += 1
      seen.add(next)
      if (Y.compareIDs(origin, next.origin)) {
        if (next.id.client >= id.client && Y.compareIDs(rightOrigin, next.rightOrigin)) break
      } else {
        const theirs = next.origin && this.#itemAt(next.origin)
        if (!theirs || !seen.has(theirs)) break
      }
      next = next.right
    }
    return next
  }

  #beforeWhich({ client, clock }: Y.ID): Y.Item | null {
    return this.#found.get(client)?.find(({ end }) => clock < end)?.before ?? null
  }

  #itemAt({ client, clock }: Y.ID): Y.Item | null {
    const { store } = this.#document
    const structs = store.clients.get(client)
    if (!structs || clock >= Y.getState(store, client)) return null
    const found = structs[Y.findIndexSS(structs, clock)]
    return found instanceof Y.Item ? found : null
  }
}
