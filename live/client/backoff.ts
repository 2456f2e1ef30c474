// Exponential backoff with full jitter, so that many clients do not reconnect at once. A visible page waits for seconds;
// a hidden one may wait longer.

const seenCeilingMs = 3_000
const unseenCeilingMs = 30_000

export class Backoff {
  readonly #firstMs: number
  readonly #random: () => number
  #failures = 0

  constructor(firstMs = 1000, random: () => number = Math.random) {
    this.#firstMs = firstMs
    this.#random = random
  }

  /** Counts a failure; returns a random wait in milliseconds, up to a bound that doubles to 30 s, or to 3 s if visible. */
  next(isSeen = false): number {
    const ceiling = isSeen ? seenCeilingMs : unseenCeilingMs
    const bound = Math.min(ceiling, this.#firstMs * 2 ** this.#failures)
    this.#failures += 1
    return Math.round(this.#random() * bound)
  }

  reset(): void {
    this.#failures = 0
  }
}
