// How long to wait before the next try: full jitter, so that many clients come back spread. Somebody who looks waits
// for seconds; a page that nobody sees may take longer.

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

  /** Counts a failure; milliseconds to wait: anything up to a bound that doubles to 30 s, or to 3 s where it is seen. */
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
