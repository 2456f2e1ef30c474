// How a reader gets from its cursor to the present: what it missed, then what comes, with no gap between.
// Memory serves what is recent; what is older is read from the database in pages, at the reader's pace.
import { isRefusal, Refusal } from '#protocol/errors.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import type { ErrorMessage } from '#protocol/messages.ts'
import type { ParsedTopic, Topic } from '#protocol/topics.ts'
import { refusedTopics } from '../domain/policy.ts'
import { conflate } from '../log/entry.ts'
import type { Entry } from '../log/entry.ts'
import { Log } from '../log/log.ts'
import { Batch } from './frames.ts'
import type { Live } from './live.ts'
import type { Peer, Subscriber } from './subscriber.ts'

/** Entries that go to one reader at once while it catches up. */
const stride = 500

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

/**
 * Sends what these topics held after `start` and joins them. Resolves when the subscriber is up to date,
 * or gone. Between the last entry sent and the joining nothing awaits, so nothing can slip through.
 */
export async function follow(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  start: Start,
): Promise<void> {
  const { hub, log } = live
  const { peer } = subscriber
  const wanted = new Set<string>(topics)
  // A reader with topics already must not be handed, for a new one, what lies beyond its next flush.
  const end = () => (subscriber.topics.size === 0 ? log.position : hub.position)
  let from = start.after
  while (hub.find(subscriber.connectionId) === subscriber) {
    if (!log.recent.covers(from)) {
      const upTo = end()
      // oxlint-disable-next-line no-await-in-loop
      const older = await log.page(from, upTo, topics)
      // The log was pruned while the reader caught up: what is missing now can only be read anew.
      if (!older) peer.reset({ type: 'reset', topics: [...topics], cursor: log.cursorOf(upTo) })
      else send(peer, older)
      from = older?.length === Log.pageSize ? (older.at(-1)?.id ?? upTo) : upTo
    } else {
      const upTo = end()
      const newer = log.recent.between(from, upTo, wanted)
      send(peer, newer.slice(0, stride))
      if (newer.length <= stride) {
        const floor = Math.max(start.after, upTo)
        for (const topic of topics) hub.join(subscriber, topic, floor)
        return
      }
      from = newer[stride - 1]?.id ?? from
    }
    // oxlint-disable-next-line no-await-in-loop
    await peer.ready()
  }
}

function send(peer: Peer, entries: readonly Entry[]): void {
  if (entries.length > 0) peer.batch(new Batch(conflate(entries)))
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

/** The error message that a thrown value becomes; what is no Refusal says nothing of itself. */
export function toErrorMessage(error: unknown, ref: string | null = null): ErrorMessage {
  const refusal = isRefusal(error)
    ? error
    : new Refusal('unavailable', 'The server could not do this just now. Try again in a moment.')
  return {
    type: 'error',
    ref,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
  }
}
