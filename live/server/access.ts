// Takes topics away from whoever may follow them no longer, however that came about.
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

  /** A person may follow a topic no longer; null: nobody may. */
  ended(topic: Topic, userId: string | null): void {
    for (const subscriber of this.#hub.subscribers()) {
      if (userId === null || subscriber.session?.user.id === userId) this.#end(subscriber, topic)
    }
  }

  /** Some of its readers may follow a topic no longer; null: it is not known who and which. */
  recheck(topic: Topic | null): void {
    this.#recheck(topic).catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'who may follow a topic could not be looked at')
      // Nobody goes on hearing of it because the database could not be asked: they may come back.
      if (topic !== null) this.ended(topic, null)
    })
  }

  /** A reader may have lost a topic between being permitted and joining: only from then on is it heard of. */
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
    // It comes after a loss of the database only: one reader after the other does not hurry it.
    // oxlint-disable-next-line no-await-in-loop
    for (const subscribers of byReader.values()) await recheck(subscribers)
  }

  /** Of these topics, those that are taken away from readers are looked at; `subscribers` are all of one reader. */
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
