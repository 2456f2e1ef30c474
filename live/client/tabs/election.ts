// Elects the tab that holds the connection: the holder of a Web Lock, which the browser passes on when the tab
// is closed, crashes, or releases it.
import { wishForLock } from './lock.ts'

export interface Outcome {
  won(): void
  lost(): void
}

export class Election {
  readonly #locks: LockManager
  readonly #name: string
  readonly #outcome: Outcome
  /** Withdraws the current lock request; null without one. */
  #end: (() => void) | null = null

  constructor(locks: LockManager, name: string, outcome: Outcome) {
    this.#locks = locks
    this.#name = name
    this.#outcome = outcome
  }

  /** Requests the lock; `steal`: takes the lead from a tab that does not answer. */
  enter(steal = false): void {
    this.leave()
    this.#end = wishForLock(this.#locks, this.#name, {
      steal,
      granted: () => this.#outcome.won(),
      // Another tab has taken it.
      lost: () => {
        this.#outcome.lost()
        this.enter()
      },
    })
  }

  /** Gives up the lead, or the request for it. */
  leave(): void {
    const end = this.#end
    this.#end = null
    end?.()
  }
}
