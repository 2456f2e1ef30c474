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
