// Throttles repeated log entries to one a minute.
const everyMs = 60_000
/** The most keys to remember: clients could cause any number of them. */
const most = 100

export class NowAndThen {
  readonly #now: () => number
  readonly #said = new Map<string, { at: number; count: number }>()

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** Calls `say` at most once a minute per key, with the number of occurrences since the last call. */
  met(what: string, say: (count: number) => void): void {
    const now = this.#now()
    const known = this.#said.get(what)
    if (known && now - known.at < everyMs) {
      known.count += 1
      return
    }
    if (!known && this.#said.size >= most) this.#forgetOld(now)
    if (!known && this.#said.size >= most) return
    this.#said.set(what, { at: now, count: 0 })
    say((known?.count ?? 0) + 1)
  }

  #forgetOld(now: number): void {
    for (const [what, { at }] of this.#said) if (now - at >= everyMs) this.#said.delete(what)
  }
}
