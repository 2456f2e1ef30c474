// Reference counts with delayed release: what a page no longer needs is kept for a moment, as the next page
// mostly needs the same.

const graceMs = 3_000

export class ReferenceCounts<K> {
  readonly #counts = new Map<K, number>()
  readonly #timers = new Map<K, ReturnType<typeof setTimeout>>()
  readonly #released: (key: K) => void

  constructor(released: (key: K) => void) {
    this.#released = released
  }

  has(key: K): boolean {
    return this.#counts.has(key)
  }

  /** Retains the key until the returned function is called. */
  retain(key: K): () => void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    let retained = true
    return () => {
      if (retained) this.#letGo(key)
      retained = false
    }
  }

  #letGo(key: K): void {
    const count = (this.#counts.get(key) ?? 0) - 1
    this.#counts.set(key, count)
    if (count > 0) return
    const timer = setTimeout(() => {
      this.#timers.delete(key)
      this.#counts.delete(key)
      this.#released(key)
    }, graceMs)
    this.#timers.set(key, timer)
  }
}
