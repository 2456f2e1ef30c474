// A small LRU cache.

export class Kept<V> {
  readonly #values = new Map<string, V>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** The cached value of a key, created with `make` if missing. */
  get(key: string, make: () => V): V {
    const known = this.#values.get(key)
    const value = known ?? make()
    this.#values.delete(key)
    this.#values.set(key, value)
    if (this.#values.size > this.#most) {
      const [oldest = key] = this.#values.keys()
      this.#values.delete(oldest)
    }
    return value
  }
}
