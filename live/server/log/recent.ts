// The newest part of the log, in memory: a resume from it costs the database nothing. Bounded in entries and in bytes.
import { emptied } from './entry.ts'
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
  /** The ids of the entries of a subject, of a topic, and of those that quote one. */
  readonly #about = new Map<string, number[]>()
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
    this.#change(about, id, emptied)
    const kept = (this.#about.get(about) ?? []).filter((each) => each >= id)
    if (kept.length > 0) this.#about.set(about, kept)
    else this.#about.delete(about)
  }

  /** Puts others in place of the entries before `id` that quote a subject: it was changed, or deleted. */
  requote(subject: string, id: number, requoted: (entry: Entry) => Entry): void {
    this.#change(quoting(subject), id, requoted)
  }

  /** Each keeps its place, so that the others keep theirs. */
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
