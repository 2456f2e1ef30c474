// Which tab of a browser holds its connection: the one that holds a Web Lock. The browser gives it to the next
// one when the tab is closed, crashes, or lets it go.
import { wishForLock } from './lock.ts'

export interface Outcome {
  won(): void
  lost(): void
}

export class Election {
  readonly #locks: LockManager
  readonly #name: string
  readonly #outcome: Outcome
  /** Ends the present candidacy; null while there is none. */
  #end: (() => void) | null = null

  constructor(locks: LockManager, name: string, outcome: Outcome) {
    this.#locks = locks
    this.#name = name
    this.#outcome = outcome
  }

  /** Stands in line; `steal`: takes the lead from a tab that gives no answer. */
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

  /** Gives the lead, or the place in line, to the others. */
  leave(): void {
    const end = this.#end
    this.#end = null
    end?.()
  }
}
