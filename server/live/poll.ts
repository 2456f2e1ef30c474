// Long and short polling: the events after a cursor, at once or when there are some.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Topic } from '#protocol/topics.ts'
import { conflate } from '../log/entry.ts'
import type { Entry } from '../log/entry.ts'
import type { Asker } from '../platform/admission.ts'
import type { SignedIn } from '../platform/auth.ts'
import type { Live } from './live.ts'
import { lookAgain, startAt } from './subscription.ts'
import type { Start } from './subscription.ts'
import type { Subscriber } from './subscriber.ts'

/** Events in one answer; a reader that missed more asks again. */
const most = 1000

export interface PollRequest {
  topics: readonly Topic[]
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

/** The topics have been permitted. Resolves within `wait` seconds, or when the reader is gone. */
export async function poll(
  live: Live,
  response: ServerResponse,
  { topics, since, wait, session, asker }: PollRequest,
): Promise<PollAnswer> {
  const start = await startAt(live, since)
  if (start.reset) return { cursor: live.log.cursorOf(start.after), events: [], reset: true }
  const missed = Math.min(most, Math.max(0, live.log.position - start.after))
  await live.admission.admit(asker, 'entry', missed)
  let from = start.after
  while (!live.log.recent.covers(from)) {
    const end = live.log.position
    // oxlint-disable-next-line no-await-in-loop
    await live.admission.admit(asker, 'older')
    // oxlint-disable-next-line no-await-in-loop
    const older = await live.admission.inLine(asker, () => live.log.page(from, end, topics))
    if (!older) return { cursor: live.log.cursorOf(end), events: [], reset: true }
    if (older.length > 0) return answer(live, older.slice(0, most), null)
    from = end
  }
  const position = live.log.position
  const newer = live.log.recent.between(from, position, new Set<string>(topics))
  if (newer.length > 0)
    return answer(live, newer.slice(0, most), newer.length > most ? null : position)
  if (wait === 0 || live.draining || response.destroyed)
    return answer(live, [], Math.max(from, position))
  // Nothing is awaited between the look and the joining, so nothing can slip through.
  return waitForEvents(live, response, {
    topics,
    start: { ...start, after: Math.max(from, position) },
    wait,
    session,
    asker,
  })
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
