// The newest part of the log, in memory: a resume from it needs no database query. Bounded in entries and in bytes.
import { emptied } from './entry.ts'
import type { Entry } from './entry.ts'

export interface RecentBounds {
  entries: number
  bytes: number
}

/** Besides its fields an entry holds its text (up to two bytes per character) and a frame for each transport. */
const fieldBytes = 512
export const bytesPerCharacter = 4

export function weightOf({ json }: Entry): number {
  return fieldBytes + bytesPerCharacter * json.length
}

export class Recent {
  readonly #most: RecentBounds
  #entries: Entry[] = []
  #bytes = 0
  /** Entry ids by subject, by topic, and by quoted subject. */
  readonly #about = new Map<string, number[]>()
  /** All entries after this id are in memory. */
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
    // Cut rarely and much, as each cut walks over all entries that stay.
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

  /** Empties the entries before `id` of a subject or topic, whose content was deleted or changed. */
  forget(about: string, id: number): void {
    this.#change(about, id, emptied)
    const kept = (this.#about.get(about) ?? []).filter((each) => each >= id)
    if (kept.length > 0) this.#about.set(about, kept)
    else this.#about.delete(about)
  }

  /** Replaces the entries before `id` that quote a subject, which was changed or deleted. */
  requote(subject: string, id: number, requoted: (entry: Entry) => Entry): void {
    this.#change(quoting(subject), id, requoted)
  }

  /** Replaces entries in place, so that positions do not shift. */
  #change(about: string, before: number, to: (entry: Entry) => Entry): void {
    for (const id of this.#about.get(about) ?? []) {
      const index = this.#firstAfter(id - 1)
      const entry = this.#entries[index]
      if (id >= before || entry?.id !== id || entry.json === '') continue
      const next = to(entry)
      this.#bytes += weightOf(next) - weightOf(entry)
      this.#entries[index] = next
    }
  }

  #remember({ id, subject, topic, quotes }: Entry): void {
    for (const about of [subject, topic, quotes === null ? null : quoting(quotes)]) {
      if (about === null || about === '') continue
      const known = this.#about.get(about)
      if (known) known.push(id)
      else this.#about.set(about, [id])
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

function quoting(subject: string): string {
  return `quoting ${subject}`
}
