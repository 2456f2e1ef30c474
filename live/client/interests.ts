// Which topics a connection wants, and from where each is still to be brought up to date.
// Cursors are opaque and cannot be compared, so no start that was asked for is forgotten before the
// server has confirmed it.
import { maxTopics } from '../protocol/limits.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Subscription } from './transports/transport.ts'

interface Interest {
  /** Its history is gone: it waits for a snapshot, and is not asked for until then. */
  lost: boolean
  /** The connection's one cursor stands for this topic too. */
  settled: boolean
  /** Starts asked for and not confirmed; undefined: from now on. */
  starts: Set<string | undefined>
}

export interface Opening {
  topics: Topic[]
  since: string | null
}

export class Interests {
  readonly #topics = new Map<Topic, Interest>()
  readonly #leaving = new Set<Topic>()
  /** Where the settled topics stand. */
  cursor: string | null = null

  get size(): number {
    return this.#topics.size
  }

  /** Whether there is a topic to open a stream for. */
  get isReady(): boolean {
    return [...this.#topics.values()].some(({ lost }) => !lost)
  }

  /** Asks for a topic's events after `since`, even if it is followed already. */
  want(topic: Topic, since?: string): void {
    const interest = this.#topics.get(topic) ?? { lost: false, settled: false, starts: new Set() }
    this.#leaving.delete(topic)
    this.#topics.set(topic, interest)
    // The snapshot that is on its way is newer.
    if (interest.lost) return
    if (since !== undefined || !interest.settled) interest.starts.add(since)
  }

  /** Follows a topic no longer. */
  leave(topic: Topic): void {
    const interest = this.#topics.get(topic)
    if (interest) this.#leaving.add(topic)
    this.#topics.delete(topic)
  }

  /** The history of these is gone; returns those that are wanted. */
  lose(topics: readonly Topic[]): Topic[] {
    const wanted = topics.filter((topic) => this.#topics.has(topic))
    for (const topic of wanted) {
      this.#topics.set(topic, { lost: true, settled: false, starts: new Set() })
    }
    return wanted
  }

  /** There is a snapshot of these: they go on from its cursor. */
  found(topics: readonly Topic[], cursor: string): void {
    for (const topic of topics) {
      if (!this.#topics.get(topic)?.lost) continue
      this.#topics.set(topic, { lost: false, settled: false, starts: new Set([cursor]) })
    }
  }

  /** Those that wait for a snapshot. */
  get lost(): Topic[] {
    return [...this.#topics].flatMap(([topic, { lost }]) => (lost ? [topic] : []))
  }

  /** Forgets topics that the server refuses; returns those that were wanted. */
  drop(topics: readonly string[]): Topic[] {
    const gone = [...this.#topics.keys()].filter((topic) => topics.includes(topic))
    for (const topic of gone) this.#topics.delete(topic)
    return gone
  }

  has(topic: Topic): boolean {
    return this.#topics.has(topic)
  }

  isSettled(topic: Topic): boolean {
    return this.#topics.get(topic)?.settled ?? false
  }

  /** What to open a stream with: what is settled, or else the largest group with one start. */
  opening(): Opening {
    this.#leaving.clear()
    const place = this.place()
    if (place.topics.length > 0 && place.since !== null) {
      this.#askLater(place)
      return place
    }
    const groups = new Map<string | undefined, Topic[]>()
    for (const { topic, since } of this.#unconfirmed()) {
      groups.set(since, [...(groups.get(since) ?? []), topic])
    }
    const [first] = [...groups].toSorted(([, a], [, b]) => b.length - a.length)
    return { topics: (first?.[1] ?? []).slice(0, maxTopics), since: first?.[0] ?? null }
  }

  /** What a stream cannot be opened with is asked for on it, from the same place. */
  #askLater({ topics, since }: Opening): void {
    const opened = new Set(topics)
    for (const [topic, interest] of this.#topics) {
      if (!interest.settled || opened.has(topic)) continue
      interest.settled = false
      interest.starts.add(since ?? undefined)
    }
  }

  /** Where the settled topics stand, without beginning anything. */
  place(): Opening {
    const settled = [...this.#topics].filter(([, interest]) => interest.settled)
    return { topics: settled.map(([topic]) => topic).slice(0, maxTopics), since: this.cursor }
  }

  /** The stream is open: its topics are delivered from `cursor` on. */
  opened({ topics, since }: Opening, cursor: string): void {
    this.cursor = cursor
    this.confirm(topics.map((topic) => (since === null ? { topic } : { topic, since })))
  }

  /** What is still to be asked for, and to be left, on an open stream. */
  changes(): { subscribe: Subscription[]; unsubscribe: Topic[] } {
    const subscribe = this.#unconfirmed().slice(0, maxTopics)
    return { subscribe, unsubscribe: [...this.#leaving].slice(0, maxTopics) }
  }

  /** The server follows these from where they were asked for. */
  confirm(subscriptions: readonly Subscription[]): void {
    for (const { topic, since } of subscriptions) {
      const interest = this.#topics.get(topic)
      if (!interest) continue
      interest.starts.delete(since)
      interest.settled = true
    }
  }

  /** The server no longer sends these. */
  left(topics: readonly Topic[]): void {
    for (const topic of topics) this.#leaving.delete(topic)
  }

  #unconfirmed(): Subscription[] {
    return [...this.#topics].flatMap(([topic, { starts }]) =>
      [...starts].map((since) => (since === undefined ? { topic } : { topic, since })),
    )
  }
}
