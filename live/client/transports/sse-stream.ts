// Reads one Server-Sent Events response with fetch instead of EventSource: works in Node, and can read error responses.
import { createParser } from 'eventsource-parser'
import type { Topic } from '../../protocol/topics.ts'
import { heardServerTime } from '../server-clock.ts'
import { readMessage } from '../wire.ts'
import { deliver } from './deliver.ts'
import type { StreamHandlers } from './deliver.ts'
import { refusalEnd } from './refusal-end.ts'
import type { End, Handlers, Network } from './transport.ts'

const maxEvent = 1 << 20

export interface StreamRequest {
  method: 'GET' | 'POST'
  topics: readonly Topic[]
  since: string | null
  signal: AbortSignal
}

/** Reads until the stream ends, and resolves with the reason; rejects when it fails or cannot be opened. */
export async function readStream(
  network: Network,
  { method, topics, since, signal }: StreamRequest,
  handlers: Pick<Handlers, 'alive'> & Omit<StreamHandlers, 'answer'>,
): Promise<End> {
  let retryAfterMs: number | undefined
  const parser = createParser({
    maxBufferSize: maxEvent,
    onComment: (comment) => {
      const cursor = /^\s*at (\S+)/.exec(comment)?.[1]
      if (cursor !== undefined) handlers.heartbeat(cursor)
    },
    onRetry: (ms) => (retryAfterMs = ms),
    onEvent: ({ event, data }) => {
      const incoming = signal.aborted ? null : readMessage(data, event)
      // An SSE stream carries no requests, so there are no answers.
      if (incoming) deliver(incoming, { ...handlers, answer: () => undefined })
    },
  })
  const query = new URLSearchParams({ topics: topics.join(',') })
  if (since !== null) query.set('since', since)
  const response = await network.fetch(`${network.origin}/live/sse?${query}`, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'text/event-stream', ...network.headers },
    cache: 'no-store',
    signal,
  })
  if (!response.ok || !response.body) return refusalEnd(response)
  heardServerTime(Date.parse(response.headers.get('date') ?? ''))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const { done, value } = await reader.read()
    if (done) break
    handlers.alive()
    parser.feed(value)
  }
  const planned = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { kind: 'lost', unreachable: false, ...planned }
}
