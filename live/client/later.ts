// Calls back later. Browsers hold up the timers of pages that nobody sees, by a second and by a minute: what is to be
// done at once waits for no timer.

/** Calls back after so long; after 0, as soon as what is at hand is done. Returns how to call it off. */
export function later(ms: number, call: () => void): () => void {
  if (ms > 0) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  }
  let off = false
  queueMicrotask(() => {
    if (!off) call()
  })
  return () => {
    off = true
  }
}

/** One thing that is to be done next, at the time that was planned last. */
export class Next {
  readonly #call: () => void
  #off: (() => void) | null = null

  constructor(call: () => void) {
    this.#call = call
  }

  get isPlanned(): boolean {
    return this.#off !== null
  }

  plan(ms: number): void {
    this.#off?.()
    this.#off = later(ms, () => {
      this.#off = null
      this.#call()
    })
  }

  callOff(): void {
    this.#off?.()
    this.#off = null
  }
}
