// Takes what pages change in a draft, one after another: looked at, kept, applied, acknowledged, in this order.
import type { Connection, Document } from '@hocuspocus/server'
import * as Y from 'yjs'
import { changeRefused } from '#protocol/draft-channel.ts'
import { judgeUpdate } from '../domain/draft-plain.ts'
import type { Verdict } from '../domain/draft-plain.ts'
import { keepUpdate, loadUpdates } from '../domain/draft-updates.ts'
import type { Database } from '../platform/postgres/database.ts'
import type { DraftContext } from './draft-connection.ts'
import { largestUpdate, statusMessage } from './draft-message.ts'

/** What builds on what is still to come waits for that no longer. */
const earlyMs = 10_000
const mostEarly = 1000
/** Who may only read has nothing to say: more than this is not even looked at. */
const largestOfReader = 64 * 1024
/** Another node may have kept more of the same page's, or of those it read from, than this one has heard. */
const tries = 3

/** What a page sent before that on which it builds: it types while it is still telling what it has. */
interface Early {
  update: Uint8Array
  count: number
  timer: NodeJS.Timeout
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
  /** The end of what is under way in each draft. */
  readonly #turns = new Map<string, Promise<void>>()
  readonly #waiting = new WeakMap<Connection, { updates: Uint8Array[]; taken: Promise<void> }>()
  readonly #early = new WeakMap<Connection, Early>()
  readonly #refused = new WeakSet<Connection>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Takes an update from a page, and says to it what became of it. */
  take(connection: Connection, update: Uint8Array): Promise<void> {
    const { document } = connection
    if (connection.readOnly) {
      const known =
        update.length <= largestOfReader && judgeUpdate(document, update).kind === 'nothing'
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
    const taken = this.#inTurn(document.name, () => {
      this.#waiting.delete(connection)
      return this.#take(connection, updates)
    })
    this.#waiting.set(connection, { updates, taken })
    return taken
  }

  /** The page is gone: what waited goes with it. It was not acknowledged. */
  forget(connection: Connection): void {
    clearTimeout(this.#early.get(connection)?.timer)
    this.#early.delete(connection)
  }

  async #inTurn(draftId: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(draftId)
    const turn = (async () => {
      await before?.catch(() => undefined)
      await work()
    })()
    this.#turns.set(draftId, turn)
    try {
      await turn
    } finally {
      if (this.#turns.get(draftId) === turn) this.#turns.delete(draftId)
    }
  }

  async #take(connection: Connection, updates: Uint8Array[]): Promise<void> {
    if (this.#refused.has(connection)) return
    const early = this.#early.get(connection)
    const all = merge(early ? [early.update, ...updates] : updates)
    const verdict = await this.#settle(connection, all)
    const count = (early?.count ?? 0) + updates.length
    if (verdict.kind === 'refused') this.#refuse(connection, verdict.why)
    else if (verdict.kind === 'early') this.#wait(connection, all, count)
    else {
      this.forget(connection)
      const taken = statusMessage(connection.document.name, true)
      for (let sent = 0; sent < count; sent += 1) connection.send(taken)
    }
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

  /** Keeps and applies what is new of an update and may be taken. */
  async #settle(connection: Connection, update: Uint8Array): Promise<Verdict> {
    const { db, nodeId, present } = this.#options
    const { owner, session } = connection.context as DraftContext
    const whose = { nodeId, owner, userId: session?.user.id ?? null }
    const draftId = connection.document.name
    for (let count = 0; count < tries; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      const document = (await present(draftId)) ?? connection.document
      const verdict = judgeUpdate(document, update)
      if (verdict.kind !== 'plain') return verdict
      const { bytes, clocks } = verdict
      // oxlint-disable-next-line no-await-in-loop
      if (await keepUpdate(db, { draftId, bytes, clocks, ...whose })) {
        // It may have been put away and read anew while the update was on its way.
        // oxlint-disable-next-line no-await-in-loop
        Y.applyUpdate((await present(draftId)) ?? document, bytes, connection)
        return verdict
      }
      // oxlint-disable-next-line no-await-in-loop
      await loadUpdates(db, draftId, document)
    }
    return { kind: 'refused', why: 'it speaks for somebody else' }
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
