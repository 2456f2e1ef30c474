// Long and short polling: the events after a cursor, at once or when there are some.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Topic } from '../protocol/topics.ts'
import { conflate } from './log/entry.ts'
import type { Entry } from './log/entry.ts'
import type { Asker } from './admission.ts'
import type { SignedIn } from '#platform/signed-in.ts'
import type { Live } from './live.ts'
import { lookAgain, startAt } from './subscription.ts'
import type { Start } from './subscription.ts'
import type { Subscriber } from './subscriber.ts'

/** Events in one answer; a reader that missed more asks again. */
const most = 1000
/** So many are looked through at once; who missed more waits for their turn. */
const few = 100

export interface PollRequest {
  /** The topics, when the reader may follow all of them now; null: an answer has been given. */
  permit: () => Promise<readonly Topic[] | null>
  since: string | null
  /** Seconds, 0 to 55. */
  wait: number
  session: SignedIn | null
  asker: Asker
}

export interface PollAnswer {
  cursor: string
  events: readonly Entry[]
  reset: boolean
}

/** Resolves within `wait` seconds, or when the reader is gone; null when a topic was refused. */
export async function poll(
  live: Live,
  response: ServerResponse,
  { permit, since, wait, session, asker }: PollRequest,
): Promise<PollAnswer | null> {
  const { admission, log } = live
  const start = await startAt(live, since)
  const missed = Math.min(most, Math.max(0, log.position - start.after))
  await admission.admit(asker, 'entry', missed)
  const look = async () => {
    // What has waited in line is about what may be read now.
    const topics = await permit()
    return topics && { topics, missed: await lookBack(live, asker, topics, start) }
  }
  const found = await (missed > few ? admission.inLine(asker, look) : look())
  if (!found) return null
  const { topics, missed: upTo } = found
  if (typeof upTo !== 'number') return upTo
  if (wait === 0 || live.draining || response.destroyed) return answer(live, [], upTo)
  // Since the look nothing was waited for but what was there, so nothing can slip through before the joining.
  return waitForEvents(live, response, {
    topics,
    start: { ...start, after: upTo },
    wait,
    session,
    asker,
  })
}

/** What these topics held after `start`; a position: nothing up to there. */
async function lookBack(
  live: Live,
  asker: Asker,
  topics: readonly Topic[],
  { after, reset }: Start,
): Promise<PollAnswer | number> {
  if (reset) return { cursor: live.log.cursorOf(after), events: [], reset: true }
  let from = after
  while (!live.log.recent.covers(from)) {
    const end = live.log.position
    // oxlint-disable-next-line no-await-in-loop
    await live.admission.admit(asker, 'older')
    // oxlint-disable-next-line no-await-in-loop
    const older = await live.log.page(from, end, topics)
    if (!older) return { cursor: live.log.cursorOf(end), events: [], reset: true }
    if (older.length > 0) return answer(live, older.slice(0, most), null)
    from = end
  }
  const position = live.log.position
  const newer = live.log.recent.between(from, position, new Set<string>(topics))
  if (newer.length === 0) return Math.max(from, position)
  return answer(live, newer.slice(0, most), newer.length > most ? null : position)
}

function answer(live: Live, entries: readonly Entry[], position: number | null): PollAnswer {
  const id = position ?? entries.at(-1)?.id ?? live.log.position
  return { cursor: live.log.cursorOf(id), events: conflate(entries), reset: false }
}

interface Wait {
  topics: readonly Topic[]
  start: Start
  wait: number
  session: SignedIn | null
  asker: Asker
}

function waitForEvents(
  live: Live,
  response: ServerResponse,
  { topics, start, wait, session, asker }: Wait,
): Promise<PollAnswer> {
  return new Promise((resolve) => {
    const end = (entries: readonly Entry[]) => {
      clearTimeout(timer)
      live.hub.remove(subscriber)
      // The log may be further: what the hub has not handed on yet would be passed over.
      const nothingUpTo = Math.max(start.after, live.hub.position)
      resolve(answer(live, entries, entries.length > 0 ? null : nothingUpTo))
    }
    const timer = setTimeout(() => end([]), wait * 1000)
    const subscriber: Subscriber = {
      connectionId: randomUUID(),
      session,
      asker,
      topics: new Map(),
      peer: {
        batch: (batch) => end(batch.entries),
        close: () => end([]),
        queued: 0,
        hello: () => undefined,
        reset: () => undefined,
        signal: () => undefined,
        // The next request is told what is wrong.
        error: () => end([]),
        ready: () => Promise.resolve(),
      },
    }
    response.on('close', () => end([]))
    live.hub.add(subscriber)
    for (const topic of topics) live.hub.join(subscriber, topic, start.after)
    lookAgain(live, subscriber, topics).catch(() => end([]))
  })
}
