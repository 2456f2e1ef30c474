// Whether a clock may be believed when it says that something is old: one that was set wrong for a minute must not
// cost what cannot be had again.

/** Between two looks it may go so much faster or slower than time does. */
const mostDriftMs = 5 * 60_000

export class SteadyClock {
  readonly #trustAfterMs: number
  #last: { clock: number; time: number } | null = null
  #steadySince = 0

  /** It is believed once it has gone as time does for so long. */
  constructor(trustAfterMs: number) {
    this.#trustAfterMs = trustAfterMs
  }

  /** Whether it is believed now; `clock`: what it says, `time`: that of a clock nobody can set, in milliseconds both. */
  look(clock: number, time: number): boolean {
    const last = this.#last
    this.#last = { clock, time }
    const drift = last ? Math.abs(clock - last.clock - (time - last.time)) : Infinity
    if (drift > mostDriftMs) this.#steadySince = time
    return time - this.#steadySince >= this.#trustAfterMs
  }
}
