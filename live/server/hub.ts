// Delivers the log's entries to the subscribers of their topics, batched in flushes.
// Independent of transports, which implement Peer.
import { conflate } from './log/entry.ts'
import type { Entry } from './log/entry.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'
import { Batch } from './frames.ts'
import { Presence } from './presence.ts'
import type { CloseReason, Session, Subscriber } from './subscriber.ts'

/** The first entry after a quiet moment is sent at once; after that at most one flush per interval. */
const flushEveryMs = 20

/** The parts of the topic rules that delivery needs. */
export interface HubRules {
  /** The topics whose presence counts a subscriber of `topic`: itself first; empty when it has no presence. */
  presence(topic: Topic): readonly Topic[]
  /** Whether events of this type say that the topic's object was deleted. */
  endsWith(topic: Topic, type: string): boolean
}

export class Hub {
  readonly #rules: HubRules
  readonly #topics = new Map<string, Set<Subscriber>>()
  readonly #subscribers = new Map<string, Subscriber>()
  #pending: Entry[] = []
  #flushed: number
  #flushedAt = 0
  #timer: NodeJS.Timeout | undefined

  /** Who is subscribed to each topic. */
  readonly presence: Presence

  /** `position` is the log's position when the hub is created. */
  constructor(position: number, rules: HubRules) {
    this.#flushed = position
    this.#rules = rules
    this.presence = new Presence({
      toldOn: (topic) => rules.presence(topic),
      tell: (signal) => this.signal(signal),
    })
  }

  /** Everything up to this position has been delivered to the subscribers. */
  get position(): number {
    return this.#flushed
  }

  get size(): number {
    return this.#subscribers.size
  }

  /** Bytes queued for all subscribers. */
  get queued(): number {
    let bytes = 0
    for (const { peer } of this.#subscribers.values()) bytes += peer.queued
    return bytes
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.set(subscriber.connectionId, subscriber)
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber.connectionId)
    for (const topic of subscriber.topics.keys()) this.#leave(subscriber, topic)
    subscriber.topics.clear()
  }

  find(connectionId: string): Subscriber | undefined {
    return this.#subscribers.get(connectionId)
  }

  subscribers(): Iterable<Subscriber> {
    return this.#subscribers.values()
  }

  *sessions(): Iterable<Session> {
    for (const { session } of this.#subscribers.values()) if (session) yield session
  }

  sessionsEnded(sessionIds: ReadonlySet<string>): void {
    this.close('session', ({ session }) => session !== null && sessionIds.has(session.sessionId))
  }

  /** From the next flush on the subscriber gets the topic's entries after `floor`. */
  join(subscriber: Subscriber, topic: string, floor = 0): void {
    if (!this.#subscribers.has(subscriber.connectionId)) return
    const fresh = !subscriber.topics.has(topic)
    subscriber.topics.set(topic, floor)
    const members = this.#topics.get(topic)
    if (members) members.add(subscriber)
    else this.#topics.set(topic, new Set([subscriber]))
    if (fresh) this.presence.joined(topic, subscriber)
  }

  leave(subscriber: Subscriber, topic: string): void {
    if (subscriber.topics.delete(topic)) this.#leave(subscriber, topic)
  }

  /** Queues new log entries for the next flush; they must come in the log's order. */
  publish(entries: readonly Entry[]): void {
    this.#pending.push(...entries)
    if (this.#timer) return
    const wait = this.#flushedAt + flushEveryMs - performance.now()
    if (wait <= 0) this.#flush()
    else this.#timer = setTimeout(() => this.#flush(), wait)
  }

  /** The database was restored to an earlier state: all cursors are invalid, so all clients must reconnect. */
  rewind(position: number): void {
    this.#pending = []
    this.#flushed = position
    this.close('restart')
  }

  /** Sends a signal, which is not in the log, to a topic's subscribers except its sender. */
  signal(signal: Signal, except?: Subscriber): void {
    for (const subscriber of this.#topics.get(signal.topic) ?? []) {
      if (subscriber !== except) subscriber.peer.signal(signal)
    }
  }

  /** Closes the connections that match. */
  close(why: CloseReason, matches: (subscriber: Subscriber) => boolean = () => true): void {
    for (const subscriber of this.#subscribers.values()) {
      if (!matches(subscriber)) continue
      this.remove(subscriber)
      subscriber.peer.close(why)
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.presence.stop()
  }

  #leave(subscriber: Subscriber, topic: string): void {
    this.presence.left(topic, subscriber)
    const members = this.#topics.get(topic)
    members?.delete(subscriber)
    if (members?.size === 0) this.#topics.delete(topic)
  }

  /**
   * Each subscriber gets the entries of all its topics in the log's order, in one write: so the last cursor it
   * received is valid for all its topics.
   */
  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flushedAt = performance.now()
    const pending = this.#pending
    this.#pending = []
    const last = pending.at(-1)
    if (!last) return
    const concerned = new Map<Subscriber, string[]>()
    for (const topic of new Set(pending.map((entry) => entry.topic))) {
      for (const subscriber of this.#topics.get(topic) ?? []) {
        const topics = concerned.get(subscriber)
        if (topics) topics.push(topic)
        else concerned.set(subscriber, [topic])
      }
    }
    this.#flushed = last.id
    const batches = new Map<string, Batch>()
    for (const [subscriber, topics] of concerned) {
      const batch = this.#batch(batches, pending, topics)
      this.#deliver(subscriber, batch)
    }
    for (const entry of pending) this.#endTopic(entry)
  }

  #batch(batches: Map<string, Batch>, pending: readonly Entry[], topics: readonly string[]): Batch {
    const key = topics.join(',')
    const made = batches.get(key)
    if (made) return made
    const wanted = new Set(topics)
    const batch = new Batch(conflate(pending.filter((entry) => wanted.has(entry.topic))))
    batches.set(key, batch)
    return batch
  }

  #deliver(subscriber: Subscriber, batch: Batch): void {
    const beyond = batch.entries.every(
      (entry) => entry.id > (subscriber.topics.get(entry.topic) ?? 0),
    )
    if (beyond) {
      subscriber.peer.batch(batch)
      return
    }
    const entries = batch.entries.filter(
      (entry) => entry.id > (subscriber.topics.get(entry.topic) ?? 0),
    )
    if (entries.length > 0) subscriber.peer.batch(new Batch(entries))
  }

  /** Ends the subscriptions to a topic when an event says that its object was deleted. */
  #endTopic(entry: Entry): void {
    const subscribers = this.#topics.get(entry.topic)
    if (!subscribers || !this.#rules.endsWith(entry.topic, entry.type)) return
    for (const subscriber of subscribers) {
      // A subscriber that is still catching up has not received that event yet.
      const floor = subscriber.topics.get(entry.topic) ?? 0
      if (floor < entry.id) this.leave(subscriber, entry.topic)
    }
  }
}
