// Polling: asks again and again for what came after the cursor. Long polls wait at the server until there is
// something; short ones come back at once and pass through anything that passes a request.
import type { LiveEvent } from '#protocol/events.ts'
import type { Topic } from '#protocol/topics.ts'
import { readMessage, readRefusal } from '../wire.ts'
import { refusalEnd } from './refusal-end.ts'
import type { Channel, End, Handlers, Network, Subscription, Transport } from './transport.ts'

const longWaitSeconds = 25
const shortPauseMs = 3_000
const hiddenPauseMs = 15_000
const answerLimitMs = 10_000

interface Polled {
  cursor: string
  events: LiveEvent[]
  reset: boolean
}

/** Thrown for an answer that is no success. */
class Refusing extends Error {
  readonly response: Response

  constructor(response: Response) {
    super('The poll was refused.')
    this.response = response
  }
}

export const longPoll: Transport = (network, topics, since, handlers) =>
  open(network, topics, since, handlers, true)

export const shortPoll: Transport = (network, topics, since, handlers) =>
  open(network, topics, since, handlers, false)

function open(
  network: Network,
  first: readonly Topic[],
  since: string | null,
  handlers: Handlers,
  waits: boolean,
): Channel {
  const topics = new Set(first)
  let cursor = since
  let over = false
  /** Closed while topics change: the cursor must not move past what a new topic was caught up to. */
  let gate = Promise.resolve()
  /** Ends the poll or the pause that is under way, so that the next one asks for the present topics. */
  let interrupt = new AbortController()

  const ask = async (of: Iterable<Topic>, from: string | null, wait: number): Promise<Polled> => {
    const query = new URLSearchParams({ topics: [...of].join(','), wait: String(wait) })
    if (from !== null) query.set('since', from)
    const limit = AbortSignal.timeout(wait * 1000 + answerLimitMs)
    const response = await network.fetch(`${network.origin}/live/poll?${query}`, {
      credentials: 'same-origin',
      headers: network.headers ?? {},
      cache: 'no-store',
      signal: AbortSignal.any([limit, interrupt.signal]),
    })
    if (!response.ok) throw new Refusing(response)
    const polled = readPolled(await response.text())
    if (!polled) throw new Error('The answer to a poll could not be read.')
    handlers.alive()
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
    const heartbeatMs = waits ? longWaitSeconds * 1000 + answerLimitMs : hiddenPauseMs * 2
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
    await gate
    const { signal } = interrupt
    try {
      if (!waits) await pause(signal)
      const polled = await ask(topics, cursor, waits ? longWaitSeconds : 0)
      if (!over && !signal.aborted) take(polled)
    } catch (error) {
      // The topics are others now: ask again, for those.
      if (!signal.aborted) throw error
    }
  }

  const again = (): void => {
    const interrupted = interrupt
    interrupt = new AbortController()
    interrupted.abort()
  }

  /** What a topic held since a start of its own; then it goes on with the others. */
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

function readPolled(text: string): Polled | null {
  const value = JSON.parse(text) as Partial<Polled>
  if (typeof value.cursor !== 'string' || !Array.isArray(value.events)) return null
  const events = value.events.flatMap((each) => {
    const incoming = readMessage(JSON.stringify(each))
    return incoming?.kind === 'event' ? [incoming.event] : []
  })
  return { cursor: value.cursor, events, reset: value.reset === true }
}

/** The time between two short polls; ends early when interrupted. */
function pause(signal: AbortSignal): Promise<void> {
  const hidden = typeof document !== 'undefined' && document.visibilityState === 'hidden'
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, hidden ? hiddenPauseMs : shortPauseMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
