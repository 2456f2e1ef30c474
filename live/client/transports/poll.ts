// The polling transports: repeatedly fetch the events after the cursor. Long polls wait at the server until there
// are events; short polls return at once and work with any proxy.
import type { Topic } from '../../protocol/topics.ts'
import { isHidden } from '../wakeups.ts'
import { readRefusal } from '../wire.ts'
import { askPoll, Refusing } from './poll-request.ts'
import type { Polled } from './poll-request.ts'
import { refusalEnd } from './refusal-end.ts'
import type { Channel, End, Handlers, Network, Subscription, Transport } from './transport.ts'

const longWaitSeconds = 25
const shortPauseMs = 3_000
const hiddenPauseMs = 15_000
const answerLimitMs = 10_000

/** How long the server may hold a poll, and the pause before the next one. */
export interface Rhythm {
  waitSeconds: number
  /** The usual length of the pause. */
  pauseMs(): number
  /** Ends early when the signal is aborted. */
  pause(signal: AbortSignal): Promise<void>
  /** The longest usual time between two answers. */
  heartbeatMs: number
}

const long: Rhythm = {
  waitSeconds: longWaitSeconds,
  pauseMs: () => 0,
  pause: () => Promise.resolve(),
  heartbeatMs: longWaitSeconds * 1000 + answerLimitMs,
}

const short: Rhythm = {
  waitSeconds: 0,
  pauseMs: shortPause,
  pause: (signal) => pauseFor(shortPause(), signal),
  heartbeatMs: hiddenPauseMs * 2,
}

function shortPause(): number {
  return isHidden() ? hiddenPauseMs : shortPauseMs
}

export const longPoll: Transport = (network, topics, since, handlers) =>
  pollEvery(network, topics, since, handlers, long)

export const shortPoll: Transport = (network, topics, since, handlers) =>
  pollEvery(network, topics, since, handlers, short)

/** Polls with the given rhythm until the channel is closed. */
export function pollEvery(
  network: Network,
  first: readonly Topic[],
  since: string | null,
  handlers: Handlers,
  rhythm: Rhythm,
): Channel {
  const topics = new Set(first)
  let cursor = since
  let over = false
  /** Pending while topics change: the cursor must not move past the point that a new topic was caught up to. */
  let gate = Promise.resolve()
  /** Ends the current poll or pause, so that the next poll uses the current topics. */
  let interrupt = new AbortController()

  const ask = async (of: Iterable<Topic>, from: string | null, wait: number): Promise<Polled> => {
    const asked = Date.now()
    const polled = await askPoll(network, of, from, wait, interrupt.signal)
    handlers.alive()
    // An event that just misses an answer waits for the next one.
    if (wait === 0) handlers.late(rhythm.pauseMs() + Date.now() - asked)
    return polled
  }

  const take = (polled: Polled): void => {
    if (polled.reset) handlers.reset({ type: 'reset', topics: [...topics], cursor: polled.cursor })
    for (const event of polled.events) handlers.event(event)
    cursor = polled.cursor
    handlers.at(polled.cursor)
  }

  const follow = async (): Promise<End> => {
    const begun = await ask(topics, cursor, 0)
    if (over) return lost
    const { heartbeatMs } = rhythm
    const start = since === null || begun.reset ? begun.cursor : since
    handlers.hello({ connectionId: '', cursor: start, heartbeatMs, user: null })
    take(begun)
    while (!over) {
      // oxlint-disable-next-line no-await-in-loop
      await next()
    }
    return lost
  }

  const next = async (): Promise<void> => {
    await rhythm.pause(interrupt.signal)
    await gate
    const { signal } = interrupt
    try {
      const polled = await ask(topics, cursor, rhythm.waitSeconds)
      if (!over && !signal.aborted) take(polled)
    } catch (error) {
      // The topics have changed: poll again with the new ones.
      if (!signal.aborted) throw error
    }
  }

  const again = (): void => {
    const interrupted = interrupt
    interrupt = new AbortController()
    interrupted.abort()
  }

  /** Fetches a topic's events since its own start; afterwards it shares the common cursor. */
  const catchUp = async (topic: Topic, from: string | null): Promise<void> => {
    let polled = await ask([topic], from, 0)
    for (;;) {
      if (polled.reset) handlers.reset({ type: 'reset', topics: [topic], cursor: polled.cursor })
      for (const event of polled.events) handlers.event(event)
      if (cursor !== null) handlers.at(cursor)
      if (polled.events.length === 0) return
      // oxlint-disable-next-line no-await-in-loop
      polled = await ask([topic], polled.cursor, 0)
    }
  }

  const subscribe = async (subscriptions: readonly Subscription[]): Promise<void> => {
    for (const { topic, since: from } of subscriptions) {
      // oxlint-disable-next-line no-await-in-loop
      await catchUp(topic, from ?? cursor)
    }
    for (const { topic } of subscriptions) topics.add(topic)
  }

  const finish = (end: End): void => {
    if (over) return
    over = true
    interrupt.abort()
    handlers.end(end)
  }

  void follow()
    .catch(async (error: unknown) => {
      if (error instanceof Refusing) return refusalEnd(error.response)
      return { kind: 'lost', unreachable: true } as const
    })
    .then(finish)

  return {
    heartbeats: true,
    change: async (wanted, unwanted) => {
      for (const topic of unwanted) topics.delete(topic)
      let open: () => void = () => undefined
      gate = new Promise((resolve) => (open = resolve))
      again()
      try {
        await subscribe(wanted)
      } catch (error) {
        const refused = error instanceof Refusing ? await readRefusal(error.response) : null
        if (refused && refused.topics.length > 0) return refused
        throw error
      } finally {
        open()
      }
      return null
    },
    probe: async () => void (await ask(topics, cursor, 0)),
    command: null,
    close: () => {
      over = true
      interrupt.abort()
    },
  }
}

const lost: End = { kind: 'lost', unreachable: false }

/** Resolves after `ms`, or early when the signal is aborted. */
export function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
