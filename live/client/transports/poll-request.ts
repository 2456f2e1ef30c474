// One poll request: fetches the events after a cursor.
import { isLater } from '../../protocol/cursor.ts'
import type { LiveEvent } from '../../protocol/events.ts'
import { maxTopics } from '../../protocol/limits.ts'
import type { Topic } from '../../protocol/topics.ts'
import { heardServerTime } from '../server-clock.ts'
import { readMessage } from '../wire.ts'
import type { Network } from './transport.ts'

const answerLimitMs = 10_000
export interface Polled {
  cursor: string
  events: LiveEvent[]
  reset: boolean
}

/** Thrown for an error response. */
export class Refusing extends Error {
  readonly response: Response

  constructor(response: Response) {
    super('The poll was refused.')
    this.response = response
  }
}

/** Fetches the events after `since`; `wait`: seconds that the server may hold the request. Many topics take several requests. */
export async function askPoll(
  network: Network,
  topics: Iterable<Topic>,
  since: string | null,
  wait: number,
  signal: AbortSignal,
): Promise<Polled> {
  const all = [...topics]
  if (all.length <= maxTopics) return askOnce(network, all, since, wait, signal)
  const groups = Array.from({ length: Math.ceil(all.length / maxTopics) }, (_, index) =>
    all.slice(index * maxTopics, (index + 1) * maxTopics),
  )
  if (wait > 0) {
    // All requests wait until the first one has events; those of the others are fetched below.
    const heard = new AbortController()
    const either = AbortSignal.any([heard.signal, signal])
    const asked = groups.map((group) => askOnce(network, group, since, wait, either))
    try {
      await Promise.race(asked)
    } finally {
      heard.abort()
      await Promise.allSettled(asked)
    }
  }
  return together(
    await Promise.all(groups.map((group) => askOnce(network, group, since, 0, signal))),
  )
}

/** Merges answers at the earliest cursor: later events of other answers come again, which changes nothing. */
function together(answers: readonly Polled[]): Polled {
  const cursors = answers.map(({ cursor }) => cursor)
  return {
    cursor: cursors.reduce((first, each) => (isLater(first, each) ? each : first)),
    events: answers
      .flatMap(({ events }) => events)
      .toSorted((a, b) => Number(isLater(a.id, b.id)) - Number(isLater(b.id, a.id))),
    reset: answers.some(({ reset }) => reset),
  }
}

async function askOnce(
  network: Network,
  topics: readonly Topic[],
  since: string | null,
  wait: number,
  signal: AbortSignal,
): Promise<Polled> {
  const query = new URLSearchParams({ topics: topics.join(','), wait: String(wait) })
  if (since !== null) query.set('since', since)
  const limit = AbortSignal.timeout(wait * 1000 + answerLimitMs)
  const response = await network.fetch(`${network.origin}/live/poll?${query}`, {
    credentials: 'same-origin',
    headers: network.headers ?? {},
    cache: 'no-store',
    signal: AbortSignal.any([limit, signal]),
  })
  heardServerTime(Date.parse(response.headers.get('date') ?? ''))
  if (!response.ok) throw new Refusing(response)
  const polled = readPolled(await response.text())
  if (!polled) throw new Error('The answer to a poll could not be read.')
  return polled
}

function readPolled(text: string): Polled | null {
  const value = JSON.parse(text) as Partial<Polled>
  if (typeof value.cursor !== 'string' || !Array.isArray(value.events)) return null
  const events = value.events.flatMap((each) => {
    const incoming = readMessage(JSON.stringify(each))
    return incoming?.kind === 'event' ? [incoming.message] : []
  })
  return { cursor: value.cursor, events, reset: value.reset === true }
}
