// Ends the subscriptions of readers who have lost access to a topic, whatever the cause.
import type { Logger } from '../../platform/logger.ts'
import type { Actor } from '../protocol/actor.ts'
import type { ReadTopic, Topic } from '../protocol/topics.ts'
import type { Hub } from './hub.ts'
import type { Subscriber } from './subscriber.ts'
import type { Topics } from './topics.ts'

interface AccessOptions {
  hub: Hub
  topics: Topics
  readTopic: ReadTopic
  logger: Logger
}

export class Access {
  readonly #hub: Hub
  readonly #topics: Topics
  readonly #readTopic: ReadTopic
  readonly #logger: Logger

  constructor({ hub, topics, readTopic, logger }: AccessOptions) {
    this.#hub = hub
    this.#topics = topics
    this.#readTopic = readTopic
    this.#logger = logger
  }

  /** A user has lost access to a topic; `userId` null: all users have. */
  ended(topic: Topic, userId: string | null): void {
    for (const subscriber of this.#hub.subscribers()) {
      if (userId === null || subscriber.session?.user.id === userId) this.#end(subscriber, topic)
    }
  }

  /** Some subscribers may have lost access to a topic, so all are checked; null: to any topic. */
  recheck(topic: Topic | null): void {
    this.#recheck(topic).catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'who may follow a topic could not be looked at')
      // Fail closed: without an answer of the database the topic ends for all; they can subscribe again.
      if (topic !== null) this.ended(topic, null)
    })
  }

  /** Checks again after joining: access lost between the permission check and the join reached no subscriber. */
  async recheckOf(subscriber: Subscriber, topics: Iterable<Topic>): Promise<void> {
    await this.#recheckAll(subscriber.session?.user ?? null, [subscriber], topics)
  }

  async #recheck(topic: Topic | null): Promise<void> {
    const byReader = new Map<string | null, Subscriber[]>()
    for (const subscriber of this.#hub.subscribers()) {
      if (topic !== null && !subscriber.topics.has(topic)) continue
      const userId = subscriber.session?.user.id ?? null
      const subscribers = byReader.get(userId)
      if (subscribers) subscribers.push(subscriber)
      else byReader.set(userId, [subscriber])
    }
    const recheck = (subscribers: readonly Subscriber[]): Promise<void> => {
      const followed = subscribers.flatMap(({ topics }) => [...topics.keys()])
      const reader = subscribers[0]?.session?.user ?? null
      return this.#recheckAll(reader, subscribers, topic === null ? new Set(followed) : [topic])
    }
    if (topic !== null) {
      await Promise.all([...byReader.values()].map(recheck))
      return
    }
    // Only after a lost database connection, where nothing is urgent: one reader at a time spares the database.
    // oxlint-disable-next-line no-await-in-loop
    for (const subscribers of byReader.values()) await recheck(subscribers)
  }

  /** Checks those of the topics whose access can be lost (`ended` in their rules). All `subscribers` are of one reader. */
  async #recheckAll(
    reader: Actor | null,
    subscribers: readonly Subscriber[],
    names: Iterable<Topic>,
  ): Promise<void> {
    const topics = [...names].flatMap((name) =>
      this.#topics.endedSentence(name) === null ? [] : (this.#readTopic(name) ?? []),
    )
    if (topics.length === 0) return
    const { error } = await this.#topics.permitted(reader, topics)
    for (const topic of error?.topics ?? []) {
      for (const subscriber of subscribers) this.#end(subscriber, topic)
    }
  }

  #end(subscriber: Subscriber, topic: Topic): void {
    if (!subscriber.topics.has(topic)) return
    this.#hub.leave(subscriber, topic)
    const message = `${topic}: ${this.#topics.endedSentence(topic) ?? ''}`
    subscriber.peer.error({ type: 'error', ref: null, code: 'not_found', message, topics: [topic] })
  }
}
