// A token bucket: a burst at once, then a steady rate per second.

export class Allowance {
  readonly #most: number
  readonly #perSecond: number
  #left: number
  #at = performance.now()

  constructor(most: number, perSecond: number) {
    this.#most = most
    this.#perSecond = perSecond
    this.#left = most
  }

  /** Takes tokens, even more than are left; returns the milliseconds until that debt is refilled, 0 without one. */
  take(amount: number): number {
    const now = performance.now()
    const back = ((now - this.#at) / 1000) * this.#perSecond
    this.#left = Math.min(this.#most, this.#left + back) - amount
    this.#at = now
    return Math.max(0, (-this.#left / this.#perSecond) * 1000)
  }
}
