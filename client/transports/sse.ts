// Server-sent events, read by fetch: so that a refusal can be told from a failure, and in Node too.
import { createParser } from 'eventsource-parser'
import { post, readMessage, readRefusal } from '../wire.ts'
import { refusalEnd } from './refusal-end.ts'
import type { Channel, End, Transport } from './transport.ts'
import { whyLost } from './why-lost.ts'

const maxEvent = 1 << 20

/** Opens `GET /live/sse`. */
export const sse: Transport = (network, topics, since, handlers) => {
  const abort = new AbortController()
  let connectionId: string | null = null
  let retryAfterMs: number | undefined
  let over = false

  const finish = (end: End): void => {
    if (over) return
    over = true
    abort.abort()
    handlers.end(end)
  }

  const parser = createParser({
    maxBufferSize: maxEvent,
    onComment: (comment) => {
      const cursor = /^\s*at (\S+)/.exec(comment)?.[1]
      if (cursor !== undefined) handlers.heartbeat(cursor)
    },
    onRetry: (ms) => (retryAfterMs = ms),
    onEvent: ({ event, data }) => {
      const incoming = over ? null : readMessage(data, event)
      if (incoming?.kind === 'hello') {
        connectionId = incoming.hello.connectionId
        handlers.hello(incoming.hello)
      }
      if (incoming?.kind === 'event') handlers.event(incoming.event)
      if (incoming?.kind === 'signal') handlers.signal(incoming.signal)
      if (incoming?.kind === 'reset') handlers.reset(incoming.reset)
    },
  })

  const read = async (): Promise<End> => {
    const query = new URLSearchParams({ topics: topics.join(',') })
    if (since !== null) query.set('since', since)
    const response = await network.fetch(`${network.origin}/live/sse?${query}`, {
      credentials: 'same-origin',
      headers: { accept: 'text/event-stream', ...network.headers },
      cache: 'no-store',
      signal: abort.signal,
    })
    if (!response.ok || !response.body) return refusalEnd(response)
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

  const failed = async (): Promise<End> => {
    if (connectionId !== null || over) return { kind: 'lost', unreachable: false }
    return whyLost(network, topics)
  }

  read()
    .catch(failed)
    .then(finish, () => finish({ kind: 'lost', unreachable: true }))

  const change: Channel['change'] = async (subscribe, unsubscribe) => {
    const response = await post(network, '/live/topics', { connectionId, subscribe, unsubscribe })
    if (response.ok) return null
    const refused = await readRefusal(response)
    if (refused && refused.topics.length > 0) return refused
    throw new Error('The connection is not there any more.')
  }

  return {
    heartbeats: true,
    change,
    probe: async () => void (await change([], [])),
    command: null,
    close: () => {
      over = true
      abort.abort()
    },
  }
}
