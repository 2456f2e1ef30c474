// The newest part of the log, in memory: a resume from it costs the database nothing.
import type { Entry } from './entry.ts'

export class Recent {
  readonly #limit: number
  #entries: Entry[] = []
  /** Every entry after this id is here. */
  #after: number

  constructor(limit: number, after: number) {
    this.#limit = limit
    this.#after = after
  }

  /** Whether all entries after `id` are in memory. */
  covers(id: number): boolean {
    return id >= this.#after
  }

  push(entries: readonly Entry[]): void {
    this.#entries.push(...entries)
    // Cut in large steps: a shift per entry would move the whole array each time.
    if (this.#entries.length > this.#limit * 1.5) {
      const dropped = this.#entries.splice(0, this.#entries.length - this.#limit)
      this.#after = dropped.at(-1)?.id ?? this.#after
    }
  }

  /** The entries with `after` < id <= `upTo` of the given topics, oldest first. */
  between(after: number, upTo: number, topics: ReadonlySet<string>): Entry[] {
    const found: Entry[] = []
    for (let index = this.#firstAfter(after); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index]
      if (!entry || entry.id > upTo) break
      if (topics.has(entry.topic)) found.push(entry)
    }
    return found
  }

  /** Drops the entries that carry the words of something deleted. */
  forget(gone: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter((entry) => !gone(entry))
  }

  #firstAfter(id: number): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.id ?? 0) <= id) low = middle + 1
      else high = middle
    }
    return low
  }
}
