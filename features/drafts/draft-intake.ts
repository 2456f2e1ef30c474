// Takes updates from pages, one after another: each is checked, stored, applied and acknowledged, in this order.
import type { Connection, Document } from '@hocuspocus/server'
import * as Y from 'yjs'
import { changeRefused } from './channel.ts'
import { judgeUpdate } from './draft-plain.ts'
import type { Verdict } from './draft-plain.ts'
import { compactUpdates, keepUpdate, loadUpdates } from './draft-updates.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { DraftContext } from './draft-connection.ts'
import { largestUpdate, statusMessage } from './draft-message.ts'
import { DraftOverflow } from './draft-overflow.ts'
import { DraftTurns } from './draft-turns.ts'

/** An update that arrived before the one it builds on waits no longer than this. */
const earlyMs = 10_000
const mostEarly = 1000
/** Readers have no updates to send: a larger one is not even checked. */
const largestOfReader = 64 * 1024
/** Retries, because another node may have stored more of the same Yjs clients than this one has heard of. */
const tries = 3
/** When this much more of an open draft is stored, its updates are merged into one. */
const compactFrom = { rows: 1000, bytes: 2 * 1024 * 1024 }

/** An update that arrived before the one it builds on, as when a page types while it still sends its earlier changes. */
interface Early {
  update: Uint8Array
  count: number
  timer: NodeJS.Timeout
}

/** An update from a page. */
export interface Update {
  bytes: Uint8Array
  /** True for the answer to a sync question: everything that the server lacks. */
  isAll: boolean
}

interface IntakeOptions {
  db: Database
  nodeId: string
  /** The document that is shown to all at present. */
  present: (draftId: string) => Promise<Document | undefined>
  close: (connection: Connection, code: number, reason: string) => void
}

export class DraftIntake {
  readonly #options: IntakeOptions
  readonly #turns = new DraftTurns()
  readonly #overflow = new DraftOverflow()
  readonly #waiting = new WeakMap<Connection, { updates: Update[]; taken: Promise<void> }>()
  readonly #early = new WeakMap<Connection, Early>()
  readonly #refused = new WeakSet<Connection>()
  /** What was stored of each document since it was last compacted. */
  readonly #kept = new WeakMap<Document, { rows: number; bytes: number }>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Takes an update from a page, and answers whether it was accepted. */
  take(connection: Connection, update: Update): Promise<void> {
    const { document } = connection
    if (connection.readOnly) {
      const { bytes } = update
      const known =
        bytes.length <= largestOfReader && judgeUpdate(document, bytes).kind === 'nothing'
      connection.send(statusMessage(document.name, known))
      return Promise.resolve()
    }
    const waiting = this.#waiting.get(connection)
    if (waiting) {
      // Updates that arrived while other pages had their turn are merged into one.
      waiting.updates.push(update)
      return waiting.taken
    }
    const updates = [update]
    const taken = this.#turns.run(document, () => {
      this.#waiting.delete(connection)
      return this.#take(connection, updates)
    })
    this.#waiting.set(connection, { updates, taken })
    return taken
  }

  /** The page has left: its waiting updates are dropped. They were not acknowledged. */
  forget(connection: Connection): void {
    this.#forgetEarly(connection)
    this.#overflow.forget(connection)
  }

  #forgetEarly(connection: Connection): void {
    clearTimeout(this.#early.get(connection)?.timer)
    this.#early.delete(connection)
  }

  async #take(connection: Connection, updates: Update[]): Promise<void> {
    if (this.#refused.has(connection)) return
    const isAll = updates.some((update) => update.isAll)
    if (this.#overflow.holds(connection, { count: updates.length, isAll })) return
    const early = this.#early.get(connection)
    const bytes = updates.map((update) => update.bytes)
    const all = merge(early ? [early.update, ...bytes] : bytes)
    const verdict = await this.#settle(connection, all)
    const count = (early?.count ?? 0) + updates.length
    if (verdict.kind === 'refused') this.#refuse(connection, verdict.why)
    else if (verdict.kind === 'early') this.#wait(connection, all, count)
    else {
      this.#forgetEarly(connection)
      if (verdict.kind === 'full') this.#overflow.begin(connection, { why: verdict.why, count })
      else this.#acknowledge(connection, count + this.#overflow.end(connection))
    }
  }

  #acknowledge(connection: Connection, count: number): void {
    const taken = statusMessage(connection.document.name, true)
    for (let sent = 0; sent < count; sent += 1) connection.send(taken)
  }

  #wait(connection: Connection, update: Uint8Array, count: number): void {
    const { close } = this.#options
    if (count > mostEarly || update.length > largestUpdate) {
      close(connection, 1009, 'too much that builds on what is not there')
      return
    }
    const timer =
      this.#early.get(connection)?.timer ??
      setTimeout(() => {
        close(connection, 1013, 'what this builds on did not come: try again')
      }, earlyMs)
    this.#early.set(connection, { update, count, timer })
  }

  /** Stores and applies the new and acceptable part of an update, in steps where it is large. */
  async #settle(connection: Connection, update: Uint8Array): Promise<Verdict> {
    const { db, nodeId, present } = this.#options
    const { owner, session } = connection.context as DraftContext
    const whose = { nodeId, owner, userId: session?.user.id ?? null }
    const draftId = connection.document.name
    let rest = update
    for (let failed = 0; failed < tries;) {
      // oxlint-disable-next-line no-await-in-loop
      const document = (await present(draftId)) ?? connection.document
      const verdict = judgeUpdate(document, rest)
      if (verdict.kind !== 'plain') return verdict
      const { bytes, clocks } = verdict
      // oxlint-disable-next-line no-await-in-loop
      if (await keepUpdate(db, { draftId, bytes, clocks, ...whose })) {
        // The document may have been unloaded and loaded again while the update was on its way.
        // oxlint-disable-next-line no-await-in-loop
        const now = (await present(draftId)) ?? document
        Y.applyUpdate(now, bytes, connection)
        // oxlint-disable-next-line no-await-in-loop
        await this.#applied(now, bytes.length)
        if (!verdict.rest) return verdict
        rest = verdict.rest
      } else {
        failed += 1
        // oxlint-disable-next-line no-await-in-loop
        await loadUpdates(db, draftId, document)
      }
    }
    return { kind: 'refused', why: 'it speaks for somebody else' }
  }

  /** After an update was stored and applied: bounds the stored updates by compacting, and the queues of slow readers. */
  async #applied(document: Document, size: number): Promise<void> {
    for (const each of document.getConnections()) (each.context as DraftContext).gate.cutIfSlow()
    this.#overflow.look(document)
    const { rows, bytes } = this.#kept.get(document) ?? { rows: 0, bytes: 0 }
    const kept = { rows: rows + 1, bytes: bytes + size }
    const isMuch = kept.rows >= compactFrom.rows || kept.bytes >= compactFrom.bytes
    this.#kept.set(document, isMuch ? { rows: 0, bytes: 0 } : kept)
    if (isMuch) await compactUpdates(this.#options.db, document.name)
  }

  #refuse(connection: Connection, why: string): void {
    this.#refused.add(connection)
    this.forget(connection)
    this.#options.close(connection, changeRefused, `This change could not be taken: ${why}.`)
  }
}

/** Merges updates into one; unreadable ones give an unreadable result, which is then refused. */
function merge(updates: Uint8Array[]): Uint8Array {
  if (updates.length === 1 && updates[0]) return updates[0]
  try {
    return Y.mergeUpdates(updates)
  } catch {
    return new Uint8Array()
  }
}
