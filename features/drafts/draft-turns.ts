// Serialises the changes of each draft, and limits how many it may have per second.
import { setTimeout as wait } from 'node:timers/promises'
import type { Document } from '@hocuspocus/server'
import { Allowance } from '#live/server/allowance.ts'

const turns = { most: 200, perSecond: 100 }

export class DraftTurns {
  /** By draft: a promise that resolves at the end of its last change. */
  readonly #ends = new Map<string, Promise<void>>()
  readonly #allowances = new WeakMap<Document, Allowance>()

  /** Runs a change of a draft after those before it. */
  async run(document: Document, work: () => Promise<void>): Promise<void> {
    const before = this.#ends.get(document.name)
    const turn = (async () => {
      await before?.catch(() => undefined)
      const waitMs = this.#allowanceOf(document).take(1)
      if (waitMs > 0) await wait(waitMs)
      await work()
    })()
    this.#ends.set(document.name, turn)
    try {
      await turn
    } finally {
      if (this.#ends.get(document.name) === turn) this.#ends.delete(document.name)
    }
  }

  #allowanceOf(document: Document): Allowance {
    const known = this.#allowances.get(document)
    if (known) return known
    const allowance = new Allowance(turns.most, turns.perSecond)
    this.#allowances.set(document, allowance)
    return allowance
  }
}
