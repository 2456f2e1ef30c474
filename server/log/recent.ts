// The newest part of the log, in memory: a resume from it costs the database nothing. Bounded in entries and in bytes.
import type { Entry } from './entry.ts'

export interface RecentBounds {
  entries: number
  bytes: number
}

/** An entry is held as text (two bytes a character at worst) and as a frame for each transport, beside its fields. */
const fieldBytes = 512
export const bytesPerCharacter = 4

export function weightOf({ json }: Entry): number {
  return fieldBytes + bytesPerCharacter * json.length
}

export class Recent {
  readonly #most: RecentBounds
  #entries: Entry[] = []
  #bytes = 0
  /** The entries of a subject, and those of a topic. */
  readonly #about = new Map<string, Entry[]>()
  /** Every entry after this id is here. */
  #after: number

  constructor(most: RecentBounds, after: number) {
    this.#most = most
    this.#after = after
  }

  /** Whether all entries after `id` are in memory. */
  covers(id: number): boolean {
    return id >= this.#after
  }

  get size(): RecentBounds {
    return { entries: this.#entries.length, bytes: this.#bytes }
  }

  push(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry)
      this.#bytes += weightOf(entry)
      this.#remember(entry)
    }
    // Cut in large steps: each cut walks over all that stays.
    const { entries: most, bytes } = this.#most
    if (this.#entries.length > most * 1.5 || this.#bytes > bytes * 1.5) this.#cut()
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

  /** Drops the entries before `id` that are about a subject or of a topic: their words are deleted, or changed. */
  forget(about: string, id: number): void {
    const kept: Entry[] = []
    for (const entry of this.#about.get(about) ?? []) {
      if (entry.id < id) this.#empty(entry)
      else kept.push(entry)
    }
    if (kept.length > 0) this.#about.set(about, kept)
    else this.#about.delete(about)
  }

  /** Its place stays, so that the others keep theirs. */
  #empty({ id, cursor }: Entry): void {
    const index = this.#firstAfter(id - 1)
    const entry = this.#entries[index]
    if (entry?.id !== id) return
    const rest = { topic: '', type: '', json: '', subject: null, conflation: null, frames: {} }
    const emptied: Entry = { id, cursor, ...rest }
    this.#bytes += weightOf(emptied) - weightOf(entry)
    this.#entries[index] = emptied
  }

  #remember(entry: Entry): void {
    for (const about of [entry.subject, entry.topic]) {
      if (about === null || about === '') continue
      const known = this.#about.get(about)
      if (known) known.push(entry)
      else this.#about.set(about, [entry])
    }
  }

  #cut(): void {
    let from = Math.max(0, this.#entries.length - this.#most.entries)
    let bytes = this.#bytes
    for (const [index, entry] of this.#entries.entries()) {
      if (index >= from && bytes <= this.#most.bytes) break
      bytes -= weightOf(entry)
      from = Math.max(from, index + 1)
    }
    this.#after = this.#entries[from - 1]?.id ?? this.#after
    this.#entries = this.#entries.slice(from)
    this.#bytes = bytes
    this.#about.clear()
    for (const entry of this.#entries) this.#remember(entry)
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
