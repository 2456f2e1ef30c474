// How a reader gets from its cursor to the present: what it missed, then what comes, with no gap between.
// Memory serves what is recent; what is older is read from the database in pages, at the reader's pace.
import { Refusal, toRefusal } from '#platform/errors.ts'
import type { ErrorCode } from '#platform/errors.ts'
import type { ErrorMessage } from '../protocol/messages.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import { refusedTopics } from '#features/policy.ts'
import { conflate } from './log/entry.ts'
import type { Entry } from './log/entry.ts'
import { pageSize } from './log/table.ts'
import type { Asker } from './admission.ts'
import { Batch } from './frames.ts'
import type { Live } from './live.ts'
import type { Subscriber } from './subscriber.ts'

/** What goes to one reader at once while it catches up; much less than the bound of what may wait for it. */
const strideLength = 128 * 1024

/** In all, over however many requests it has got them. */
const mostTopics = 1000

/** Where delivery begins: after this position. `reset` when the cursor was none that the log can serve. */
export interface Start {
  after: number
  reset: boolean
}

export async function startAt(live: Live, since: string | null): Promise<Start> {
  if (since === null) return { after: live.log.position, reset: false }
  const resume = await live.log.resume(since)
  if (resume.kind === 'start') return { after: resume.after, reset: false }
  return { after: live.log.position, reset: true }
}

/** The floor of a topic whose past is still on its way: nothing of the present is for this reader yet. */
const catchingUp = Infinity

/**
 * Sends what these topics held after `start` and hands on what comes. Resolves when the subscriber is up to date,
 * or gone; when it rejects, the connection has been closed, so that its reader comes back from its cursor.
 * A topic is joined before its past is read, so that whatever ends it ends it here too; between the last entry sent
 * and the end of catching up nothing awaits, so nothing can slip through.
 */
export async function follow(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  start: Start,
): Promise<void> {
  try {
    await catchUp(live, subscriber, topics, start)
  } catch (error) {
    subscriber.peer.close('slow')
    throw error
  }
}

async function catchUp(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  start: Start,
): Promise<void> {
  const { hub, log, admission } = live
  const { peer, asker } = subscriber
  // What it has already, and nothing older asked for: the next flush brings it on.
  const asked = topics.filter(
    (topic) => !subscriber.topics.has(topic) || start.after < hub.position,
  )
  for (const topic of asked) hub.join(subscriber, topic, catchingUp)
  await lookAgain(live, subscriber, asked)
  let from = start.after
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    await admission.pace(asker, 'entry', missedAtMost(hub.position - from))
    const left = asked.filter((topic) => subscriber.topics.has(topic))
    if (left.length === 0) return
    // What lies beyond the next flush comes with it: a reader's cursor never goes back.
    const upTo = hub.position
    if (!log.recent.covers(from)) {
      // oxlint-disable-next-line no-await-in-loop
      await admission.pace(asker, 'older')
      // oxlint-disable-next-line no-await-in-loop
      const older = await admission.inLine(asker, () => log.page(from, upTo, left))
      // The log was pruned while the reader caught up: what is missing now can only be read anew.
      if (!older) peer.reset({ type: 'reset', topics: left, cursor: log.cursorOf(upTo) })
      // oxlint-disable-next-line no-await-in-loop
      else await sendAll(live, subscriber, older)
      from = older?.length === pageSize ? (older.at(-1)?.id ?? upTo) : upTo
    } else {
      const newer = log.recent.between(from, upTo, new Set<string>(left))
      const stride = strideOf(newer)
      send(subscriber, stride)
      if (stride.length === newer.length) {
        const floor = Math.max(start.after, upTo)
        for (const topic of left) hub.join(subscriber, topic, floor)
        return
      }
      from = stride.at(-1)?.id ?? from
    }
    // oxlint-disable-next-line no-await-in-loop
    await peer.ready()
  }
}

/** A reader may have been removed between being permitted and joining: only from then on is it heard of. */
export async function lookAgain(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
): Promise<void> {
  const closed = topics.flatMap((name) => {
    const topic = live.protocol.readTopic(name)
    return topic?.kind === 'room' || topic?.kind === 'visit' ? [topic] : []
  })
  if (closed.length === 0) return
  const { error } = await permitted(live, subscriber.session?.user.id ?? null, closed)
  for (const topic of error?.topics ?? []) endTopic(live, subscriber, topic)
}

/** Takes a room's or a visitor's topic from somebody who may follow it no longer, and says so. */
export function endTopic({ hub }: Live, subscriber: Subscriber, topic: string): void {
  if (!subscriber.topics.has(topic)) return
  hub.leave(subscriber, topic)
  const message = topic.startsWith('room:')
    ? `${topic}: You are no longer in this room.`
    : `${topic}: This link has been withdrawn.`
  subscriber.peer.error({ type: 'error', ref: null, code: 'not_found', message, topics: [topic] })
}

/** Of what a reader has missed, how much one stride may have to look at. */
function missedAtMost(entries: number): number {
  return Math.max(0, Math.min(pageSize, entries))
}

/** The first of these that go at once: at least one. */
function strideOf(entries: readonly Entry[]): readonly Entry[] {
  let length = 0
  const end = entries.findIndex(({ json }) => (length += json.length) > strideLength)
  return end === -1 ? entries : entries.slice(0, Math.max(1, end))
}

/** At the reader's pace. */
async function sendAll(
  { admission }: Live,
  subscriber: Subscriber,
  entries: readonly Entry[],
): Promise<void> {
  for (let left = entries; left.length > 0;) {
    // oxlint-disable-next-line no-await-in-loop
    if (left !== entries) await admission.pace(subscriber.asker, 'entry', left.length)
    const stride = strideOf(left)
    send(subscriber, stride)
    left = left.slice(stride.length)
    // oxlint-disable-next-line no-await-in-loop
    await subscriber.peer.ready()
  }
}

/** What was left while it was read is not sent. */
function send({ topics, peer }: Subscriber, entries: readonly Entry[]): void {
  const wanted = entries.filter(({ topic }) => topics.has(topic))
  if (wanted.length > 0) peer.batch(new Batch(conflate(wanted)))
}

const sentences: Record<ErrorCode, string> = {
  unauthenticated: 'Sign in to follow this.',
  forbidden: 'You may not follow this.',
  not_found: 'There is no such thing to follow, or no longer.',
  invalid: 'This is no topic.',
  rate_limited: 'Too many at once.',
  unavailable: 'This cannot be followed just now.',
}

/** The topics split into those that the reader may follow now and an error that names the others. */
export async function permitted(
  live: Live,
  readerId: string | null,
  topics: readonly ParsedTopic[],
): Promise<{ allowed: Topic[]; error: ErrorMessage | null }> {
  const refused = await refusedTopics(live.db, readerId, topics)
  const allowed = topics.map((each) => each.topic).filter((topic) => !refused.has(topic))
  const [first] = refused
  if (!first) return { allowed, error: null }
  const names = [...refused.keys()]
  const message = `topics: ${names.join(', ')}: ${sentences[first[1]]}`
  return { allowed, error: { type: 'error', ref: null, code: first[1], message, topics: names } }
}

/** The same for whoever asks to follow them. Throws a Refusal with code `rate_limited`. */
export async function admitted(
  live: Live,
  asker: Asker,
  topics: readonly ParsedTopic[],
): ReturnType<typeof permitted> {
  await live.admission.admit(asker, 'topic', topics.length)
  return permitted(live, asker.userId, topics)
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

/** The error message that a thrown value becomes; what is no Refusal says nothing of itself. */
export function toErrorMessage(error: unknown, ref: string | null = null): ErrorMessage {
  const refusal = toRefusal(error)
  return {
    type: 'error',
    ref,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
  }
}
