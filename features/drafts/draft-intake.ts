// Takes what pages change in a draft, one after another: looked at, kept, applied, acknowledged, in this order.
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

/** What builds on what is still to come waits for that no longer. */
const earlyMs = 10_000
const mostEarly = 1000
/** Who may only read has nothing to say: more than this is not even looked at. */
const largestOfReader = 64 * 1024
/** Another node may have kept more of the same page's, or of those it read from, than this one has heard. */
const tries = 3
/** When that much more is kept of a draft that is open, it is made one. */
const compactFrom = { rows: 1000, bytes: 2 * 1024 * 1024 }

/** What a page sent before that on which it builds: it types while it is still telling what it has. */
interface Early {
  update: Uint8Array
  count: number
  timer: NodeJS.Timeout
}

/** What a page changed. */
export interface Update {
  bytes: Uint8Array
  /** All that the server does not have, as it was asked for. */
  isAll: boolean
}

interface IntakeOptions {
  db: Database
  nodeId: string
  /** The document that is shown to all, as it is now. */
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
  /** What was kept of each document since it was made one. */
  readonly #kept = new WeakMap<Document, { rows: number; bytes: number }>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Takes an update from a page, and says to it what became of it. */
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
      // What came while others had their turn is taken as one.
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

  /** The page is gone: what waited goes with it. It was not acknowledged. */
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

  /** Keeps and applies what is new of an update and may be taken, part by part where it is much. */
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
        // It may have been put away and read anew while the update was on its way.
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

  /** An update was kept and applied: what is kept in all has its bound, and so has what waits for those who do not read. */
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

/** One update of several; of what cannot be read, something that cannot be read. */
function merge(updates: Uint8Array[]): Uint8Array {
  if (updates.length === 1 && updates[0]) return updates[0]
  try {
    return Y.mergeUpdates(updates)
  } catch {
    return new Uint8Array()
  }
}
