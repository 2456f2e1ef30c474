// The pages of a draft have their turns one after another, and a draft has so many of them a second.
import { setTimeout as wait } from 'node:timers/promises'
import type { Document } from '@hocuspocus/server'
import { Allowance } from '#live/server/allowance.ts'

const turns = { most: 200, perSecond: 100 }

export class DraftTurns {
  /** The end of what is under way in each draft. */
  readonly #ends = new Map<string, Promise<void>>()
  readonly #allowances = new WeakMap<Document, Allowance>()

  /** Runs what changes a draft when what came before is done. */
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
