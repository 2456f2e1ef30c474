// Timers that also work in hidden pages: browsers delay their timers by a second up to a minute, so a delay of 0 uses a
// microtask instead.

/** Calls back after `ms`; for 0, in a microtask. Returns a function that cancels it. */
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

/** One scheduled call; a new plan replaces the previous one. */
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
