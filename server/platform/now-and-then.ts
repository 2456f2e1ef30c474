// What can come a thousand times a second is said in the log once a minute.
const everyMs = 60_000
/** So many different things are told apart at most; what is asked for from outside may name any number. */
const most = 100

export class NowAndThen {
  readonly #now: () => number
  readonly #said = new Map<string, { at: number; count: number }>()

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** Calls `say` with how often the same has come since it was last said. */
  met(what: string, say: (count: number) => void): void {
    const known = this.#said.get(what)
    if (!known && this.#said.size >= most) return
    const count = (known?.count ?? 0) + 1
    if (known && this.#now() - known.at < everyMs) known.count = count
    else {
      this.#said.set(what, { at: this.#now(), count: 0 })
      say(count)
    }
  }
}
