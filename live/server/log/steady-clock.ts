// Decides whether a wall clock can be trusted for deletions by age: a clock that is wrong for a minute must not
// delete data for good.

/** Allowed difference between wall clock and monotonic time from one check to the next. */
const mostDriftMs = 5 * 60_000

export class SteadyClock {
  readonly #trustAfterMs: number
  #last: { clock: number; time: number } | null = null
  #steadySince = 0

  /** The clock is trusted after running steadily for this long. */
  constructor(trustAfterMs: number) {
    this.#trustAfterMs = trustAfterMs
  }

  /** Whether the clock is trusted now. `clock`: its time; `time`: that of a monotonic clock; both in milliseconds. */
  look(clock: number, time: number): boolean {
    const last = this.#last
    this.#last = { clock, time }
    const drift = last ? Math.abs(clock - last.clock - (time - last.time)) : Infinity
    if (drift > mostDriftMs) this.#steadySince = time
    return time - this.#steadySince >= this.#trustAfterMs
  }
}
