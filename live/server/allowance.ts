// So much at once, and so much a second after it.

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

  /** Takes so much of it, also where there is less; the milliseconds until that is made up for. */
  take(amount: number): number {
    const now = performance.now()
    const back = ((now - this.#at) / 1000) * this.#perSecond
    this.#left = Math.min(this.#most, this.#left + back) - amount
    this.#at = now
    return Math.max(0, (-this.#left / this.#perSecond) * 1000)
  }
}
