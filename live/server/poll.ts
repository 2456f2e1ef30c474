// Long and short polling: answers with the events after a cursor, at once or as soon as there are any.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Topic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import type { Live } from './live.ts'
import { conflate } from './log/entry.ts'
import type { Entry } from './log/entry.ts'
import { resume, startAt } from './resume.ts'
import type { CatchingUp, Start } from './resume.ts'
import type { Peer, Session, Subscriber } from './subscriber.ts'

/** Events in one answer; a client that missed more polls again. */
const largestAnswer = 1000
/** The most missed entries that are read at once; with more, the poll waits in its address's queue. */
const smallLook = 100

export interface PollRequest {
  /** The topics, if the reader may subscribe to all of them now; null: the error response has been sent. */
  permit: () => Promise<readonly Topic[] | null>
  since: string | null
  /** Seconds, 0 to 55. */
  wait: number
  session: Session | null
  asker: Asker
}

export interface PollAnswer {
  cursor: string
  events: readonly Entry[]
  reset: boolean
}

/** Resolves within `wait` seconds or when the client disconnects; null when a topic was refused. */
export async function poll(
  live: Live,
  response: ServerResponse,
  request: PollRequest,
): Promise<PollAnswer | null> {
  const { admission, log } = live
  const { asker, permit } = request
  const start = await startAt(log, request.since)
  const missed = Math.min(largestAnswer, Math.max(0, log.position - start.after))
  await admission.admit(asker, 'entry', missed)
  const look = async () => {
    // Permissions may have changed while the poll was queued.
    const topics = await permit()
    if (!topics) return null
    const polling = new Poll(live, response, request, topics)
    await polling.begin(start)
    return polling
  }
  const polling = await (missed > smallLook ? admission.inLine(asker, look) : look())
  return polling && polling.answered
}

/** One poll. It catches up like a stream, but ends with the first events there are. */
class Poll implements CatchingUp {
  readonly #live: Live
  readonly #response: ServerResponse
  readonly #request: PollRequest
  readonly #topics: readonly Topic[]
  readonly #answer = Promise.withResolvers<PollAnswer>()

  constructor(
    live: Live,
    response: ServerResponse,
    request: PollRequest,
    topics: readonly Topic[],
  ) {
    this.#live = live
    this.#response = response
    this.#request = request
    this.#topics = topics
  }

  get answered(): Promise<PollAnswer> {
    return this.#answer.promise
  }

  /** Resolves when the poll is answered, or waits for live events. */
  async begin({ after, reset }: Start): Promise<void> {
    if (reset) this.#reset(after)
    else await resume(this.#live.log, after, this)
  }

  asked(): readonly Topic[] {
    return this.#topics
  }

  /** All that this node has read, so that a poll right after an ack includes the events of that command. */
  present(): number {
    return this.#live.log.position
  }

  ready(): Promise<void> {
    return Promise.resolve()
  }

  async pay<T>(read: () => Promise<T>): Promise<T> {
    await this.#live.admission.admit(this.#request.asker, 'older')
    return read()
  }

  backfilled(entries: readonly Entry[]): Promise<boolean> {
    this.#settle(entries.slice(0, largestAnswer), null)
    return Promise.resolve(false)
  }

  lost(_topics: readonly Topic[], position: number): boolean {
    this.#reset(position)
    return false
  }

  take(entries: readonly Entry[]): number | null {
    if (entries.length === 0) return 0
    const isAll = entries.length <= largestAnswer
    this.#settle(entries.slice(0, largestAnswer), isAll ? this.present() : null)
    return null
  }

  live(topics: readonly Topic[], floor: number): void {
    const isOver = this.#request.wait === 0 || this.#live.draining || this.#response.destroyed
    if (isOver) this.#settle([], floor)
    else this.#wait(topics, floor)
  }

  /** Answers with entries. `position`: the answer is complete up to there; null: up to the last entry. */
  #settle(entries: readonly Entry[], position: number | null): void {
    const { log } = this.#live
    const id = position ?? entries.at(-1)?.id ?? log.position
    this.#answer.resolve({ cursor: log.cursorOf(id), events: conflate(entries), reset: false })
  }

  #reset(position: number): void {
    this.#answer.resolve({ cursor: this.#live.log.cursorOf(position), events: [], reset: true })
  }

  #wait(topics: readonly Topic[], floor: number): void {
    const { hub, access } = this.#live
    const { session, asker, wait } = this.#request
    const end = (entries: readonly Entry[]): void => {
      clearTimeout(timer)
      hub.remove(subscriber)
      // The hub's position, as the log's may be ahead: the cursor would skip entries that are not delivered yet.
      this.#settle(entries, entries.length > 0 ? null : Math.max(floor, hub.position))
    }
    const timer = setTimeout(() => end([]), wait * 1000)
    const subscriber: Subscriber = {
      connectionId: randomUUID(),
      session,
      asker,
      topics: new Map(),
      peer: waitingPeer(end),
    }
    this.#response.on('close', () => end([]))
    hub.add(subscriber)
    for (const topic of topics) hub.join(subscriber, topic, floor)
    access.recheckOf(subscriber, topics).catch(() => end([]))
  }
}

/** A waiting poll as a Peer of the hub: the first event or error ends it. */
function waitingPeer(end: (entries: readonly Entry[]) => void): Peer {
  return {
    queued: 0,
    batch: (batch) => end(batch.entries),
    close: () => end([]),
    // The next poll is answered with the error.
    error: () => end([]),
    hello: () => undefined,
    reset: () => undefined,
    signal: () => undefined,
    ready: () => Promise.resolve(),
  }
}
