// The topics that a connection wants, and the cursors from which each must still catch up.
// Cursors are opaque and cannot be compared, so each requested start is kept until the server
// has confirmed it.
import { maxTopics } from '../protocol/limits.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Subscription } from './transports/transport.ts'

interface Interest {
  /** Its history is lost: it waits for a snapshot, and is not subscribed until then. */
  lost: boolean
  /** Caught up: the connection's cursor is valid for this topic too. */
  settled: boolean
  /** Cursors requested and not confirmed; undefined: from now on. */
  starts: Set<string | undefined>
}

export interface Opening {
  topics: Topic[]
  since: string | null
}

export class Interests {
  readonly #topics = new Map<Topic, Interest>()
  readonly #leaving = new Set<Topic>()
  /** The cursor of all settled topics. */
  cursor: string | null = null

  get size(): number {
    return this.#topics.size
  }

  /** Whether there is a topic to open a stream for. */
  get isReady(): boolean {
    return [...this.#topics.values()].some(({ lost }) => !lost)
  }

  /** Requests a topic's events after `since`, even if it is subscribed already. */
  want(topic: Topic, since?: string): void {
    const interest = this.#topics.get(topic) ?? { lost: false, settled: false, starts: new Set() }
    this.#leaving.delete(topic)
    this.#topics.set(topic, interest)
    // The snapshot that is being fetched is newer.
    if (interest.lost) return
    if (since !== undefined || !interest.settled) interest.starts.add(since)
  }

  /** Unsubscribes from a topic. */
  leave(topic: Topic): void {
    const interest = this.#topics.get(topic)
    if (interest) this.#leaving.add(topic)
    this.#topics.delete(topic)
  }

  /** The history of these topics is lost; returns those that are wanted. */
  lose(topics: readonly Topic[]): Topic[] {
    const wanted = topics.filter((topic) => this.#topics.has(topic))
    for (const topic of wanted) {
      this.#topics.set(topic, { lost: true, settled: false, starts: new Set() })
    }
    return wanted
  }

  /** These topics have a snapshot: they resume from its cursor. */
  found(topics: readonly Topic[], cursor: string): void {
    for (const topic of topics) {
      if (!this.#topics.get(topic)?.lost) continue
      this.#topics.set(topic, { lost: false, settled: false, starts: new Set([cursor]) })
    }
  }

  /** The topics that wait for a snapshot. */
  get lost(): Topic[] {
    return [...this.#topics].flatMap(([topic, { lost }]) => (lost ? [topic] : []))
  }

  /** Removes topics that the server refuses; returns those that were wanted. */
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

  /** What to open a stream with: the settled topics, or else the largest group with the same start. */
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

  /** Settled topics beyond the limit of one request are requested on the open stream, from the same cursor. */
  #askLater({ topics, since }: Opening): void {
    const opened = new Set(topics)
    for (const [topic, interest] of this.#topics) {
      if (!interest.settled || opened.has(topic)) continue
      interest.settled = false
      interest.starts.add(since ?? undefined)
    }
  }

  /** The settled topics and their cursor, without a change of state. */
  place(): Opening {
    const settled = [...this.#topics].filter(([, interest]) => interest.settled)
    return { topics: settled.map(([topic]) => topic).slice(0, maxTopics), since: this.cursor }
  }

  /** The stream is open: its topics are delivered from `cursor` on. */
  opened({ topics, since }: Opening, cursor: string): void {
    this.cursor = cursor
    this.confirm(topics.map((topic) => (since === null ? { topic } : { topic, since })))
  }

  /** The subscriptions and unsubscriptions to send on an open stream. */
  changes(): { subscribe: Subscription[]; unsubscribe: Topic[] } {
    const subscribe = this.#unconfirmed().slice(0, maxTopics)
    return { subscribe, unsubscribe: [...this.#leaving].slice(0, maxTopics) }
  }

  /** The server has confirmed these subscriptions. */
  confirm(subscriptions: readonly Subscription[]): void {
    for (const { topic, since } of subscriptions) {
      const interest = this.#topics.get(topic)
      if (!interest) continue
      interest.starts.delete(since)
      interest.settled = true
    }
  }

  /** The server has confirmed these unsubscriptions. */
  left(topics: readonly Topic[]): void {
    for (const topic of topics) this.#leaving.delete(topic)
  }

  #unconfirmed(): Subscription[] {
    return [...this.#topics].flatMap(([topic, { starts }]) =>
      [...starts].map((since) => (since === undefined ? { topic } : { topic, since })),
    )
  }
}
