// Caches reads that are the same for all readers until the log grows. Safe because every change appends an event,
// external changes too (external/ingest.ts).

const mostKept = 500

export interface SharedRead<T> {
  /** The log's cursor before the read. */
  cursor: string
  value: T
}

export class SharedReads {
  readonly #cursor: () => string
  readonly #kept = new Map<string, Promise<SharedRead<unknown>>>()
  #at = ''

  constructor(cursor: () => string) {
    this.#cursor = cursor
  }

  /** The value of `key` now; `read` is called unless it was read at this cursor already. */
  get<T>(key: string, read: () => Promise<T>): Promise<SharedRead<T>> {
    const cursor = this.#cursor()
    if (cursor !== this.#at || this.#kept.size >= mostKept) this.#kept.clear()
    this.#at = cursor
    const known = this.#kept.get(key)
    // Safe: each key has one type of value.
    if (known) return known as Promise<SharedRead<T>>
    const reading = read().then((value) => ({ cursor, value }))
    this.#kept.set(key, reading)
    // Failures are not cached.
    reading.catch(() => {
      if (this.#kept.get(key) === reading) this.#kept.delete(key)
    })
    return reading
  }
}
