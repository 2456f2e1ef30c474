// What all readers see alike is read once for each position of the log: as long as nothing is appended, it is the same.
// Every change appends, those around the app too (commands/outside.ts).

const mostKept = 500

export interface SharedRead<T> {
  /** Where the log was before it was read. */
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

  /** The value of `key` now; `read` is asked where nobody else has at this position. */
  get<T>(key: string, read: () => Promise<T>): Promise<SharedRead<T>> {
    const cursor = this.#cursor()
    if (cursor !== this.#at || this.#kept.size >= mostKept) this.#kept.clear()
    this.#at = cursor
    const known = this.#kept.get(key)
    // Under one key there is one kind of value.
    if (known) return known as Promise<SharedRead<T>>
    const reading = read().then((value) => ({ cursor, value }))
    this.#kept.set(key, reading)
    // A failure is nobody else's.
    reading.catch(() => {
      if (this.#kept.get(key) === reading) this.#kept.delete(key)
    })
    return reading
  }
}
