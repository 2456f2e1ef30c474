// Subscribes a connection to topics: sends the missed events, then live ones, at the client's pace.
import { Refusal } from '../../platform/errors.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import { conflate } from './log/entry.ts'
import type { Entry } from './log/entry.ts'
import type { Asker } from './admission.ts'
import { Batch } from './frames.ts'
import type { Live } from './live.ts'
import { resume } from './resume.ts'
import type { CatchingUp, Start } from './resume.ts'
import type { Session, Subscriber } from './subscriber.ts'
import type { Permitted } from './topics.ts'

/** Characters sent at once while a client catches up; much less than its queue's bound. */
const strideLength = 128 * 1024

/** Topics of one connection, over all its requests. */
const mostTopics = 1000

/** The floor of a topic that is still catching up: it gets no live events yet. */
const catchingUp = Infinity

/**
 * Sends the topics' events after `start`, then live ones. Resolves when the subscriber is up to date or gone; when it
 * rejects, the connection has been closed, so that the client resumes from its cursor.
 * Topics are joined before their past is read, so that a loss of access meanwhile ends them here too.
 */
export async function follow(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  start: Start,
): Promise<void> {
  const { hub, log, access } = live
  // Skips topics that are subscribed already, unless older events are asked for: the next flush serves them.
  const asked = topics.filter(
    (topic) => !subscriber.topics.has(topic) || start.after < hub.position,
  )
  try {
    for (const topic of asked) hub.join(subscriber, topic, catchingUp)
    await access.recheckOf(subscriber, asked)
    await resume(log, start.after, new SubscriberCatchingUp(live, subscriber, asked))
  } catch (error) {
    subscriber.peer.close('slow')
    throw error
  }
}

class SubscriberCatchingUp implements CatchingUp {
  readonly #live: Live
  readonly #subscriber: Subscriber
  readonly #topics: readonly Topic[]

  constructor(live: Live, subscriber: Subscriber, asked: readonly Topic[]) {
    this.#live = live
    this.#subscriber = subscriber
    this.#topics = asked
  }

  asked(): readonly Topic[] {
    return this.#topics.filter((topic) => this.#subscriber.topics.has(topic))
  }

  /** The hub's position: later entries come with the next flush, so that the client's cursor never goes back. */
  present(): number {
    return this.#live.hub.position
  }

  async ready(entries: number): Promise<void> {
    const { peer, asker } = this.#subscriber
    await peer.ready()
    await this.#live.admission.pace(asker, 'entry', entries)
  }

  async pay<T>(read: () => Promise<T>): Promise<T> {
    const { admission } = this.#live
    const { asker } = this.#subscriber
    await admission.pace(asker, 'older')
    return admission.inLine(asker, read)
  }

  async backfilled(entries: readonly Entry[]): Promise<boolean> {
    const { peer, asker } = this.#subscriber
    for (let left = entries; left.length > 0;) {
      // oxlint-disable-next-line no-await-in-loop
      if (left !== entries) await this.#live.admission.pace(asker, 'entry', left.length)
      const stride = strideOf(left)
      this.#send(stride)
      left = left.slice(stride.length)
      // oxlint-disable-next-line no-await-in-loop
      await peer.ready()
    }
    return true
  }

  lost(topics: readonly Topic[], position: number): boolean {
    const cursor = this.#live.log.cursorOf(position)
    this.#subscriber.peer.reset({ type: 'reset', topics: [...topics], cursor })
    return true
  }

  take(entries: readonly Entry[]): number {
    const stride = strideOf(entries)
    this.#send(stride)
    return stride.length
  }

  live(topics: readonly Topic[], floor: number): void {
    for (const topic of topics) this.#live.hub.join(this.#subscriber, topic, floor)
  }

  /** Leaves out topics that were unsubscribed from during the read. */
  #send(entries: readonly Entry[]): void {
    const { topics, peer } = this.#subscriber
    const wanted = entries.filter(({ topic }) => topics.has(topic))
    if (wanted.length > 0) peer.batch(new Batch(conflate(wanted)))
  }
}

/** The first entries, up to the stride length; at least one. */
function strideOf(entries: readonly Entry[]): readonly Entry[] {
  let length = 0
  const end = entries.findIndex(({ json }) => (length += json.length) > strideLength)
  return end === -1 ? entries : entries.slice(0, Math.max(1, end))
}

/** Charges for and checks the permission to subscribe. Throws a Refusal with code `rate_limited`. */
export async function admitted(
  live: Live,
  { asker, session }: { asker: Asker; session: Session | null },
  topics: readonly ParsedTopic[],
): Promise<Permitted> {
  await live.admission.admit(asker, 'topic', topics.length)
  return live.topics.permitted(session?.user ?? null, topics)
}

/** Throws a Refusal when a connection would have too many topics. */
export function refuseTooManyTopics(
  { topics }: Subscriber,
  more: readonly { topic: string }[],
): void {
  const fresh = more.filter(({ topic }) => !topics.has(topic))
  if (topics.size + fresh.length <= mostTopics) return
  const sentence = `topics: a connection has ${mostTopics} at most; leave some first.`
  throw new Refusal('invalid', sentence)
}
