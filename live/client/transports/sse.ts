// The Server-Sent Events transport: opened by GET, and also by POST when hello is slow, since some proxies buffer
// responses to GET but not to POST. The first one with hello becomes the stream.
import { readRefusal, sendJson } from '../wire.ts'
import { readStream } from './sse-stream.ts'
import type { Channel, End, Transport } from './transport.ts'
import { whyLost } from './why-lost.ts'

/** How long the GET may take before the POST is sent too; hello itself has three seconds. */
const aloneMs = 1000

/** Opens `GET /live/sse`, and also `POST /live/sse` when that is slow. */
export const sse: Transport = (network, topics, since, handlers) => {
  const open = new Map<'GET' | 'POST', AbortController>()
  let connectionId: string | null = null
  let over = false

  const finish = (end: End): void => {
    if (over) return
    close()
    handlers.end(end)
  }

  const close = (): void => {
    over = true
    clearTimeout(second)
    for (const abort of open.values()) abort.abort()
  }

  const begin = (method: 'GET' | 'POST'): void => {
    const abort = new AbortController()
    open.set(method, abort)
    const ended = (end: End): void => {
      open.delete(method)
      // When one fails, the other may still get hello; an error response counts for both.
      if (abort.signal.aborted || (end.kind === 'lost' && open.size > 0)) return
      finish(end)
    }
    const failed = async (): Promise<End> => {
      if (connectionId !== null || over || open.size > 1)
        return { kind: 'lost', unreachable: false }
      return whyLost(network, topics)
    }
    readStream(
      network,
      { method, topics, since, signal: abort.signal },
      {
        ...handlers,
        hello: (hello) => {
          connectionId = hello.connectionId
          clearTimeout(second)
          for (const [name, other] of open) if (name !== method) other.abort()
          handlers.hello(hello)
        },
      },
    )
      .catch(failed)
      .then(ended, () => ended({ kind: 'lost', unreachable: true }))
  }

  const second = setTimeout(() => begin('POST'), aloneMs)
  begin('GET')

  const change: Channel['change'] = async (subscribe, unsubscribe) => {
    const response = await sendJson(network, '/live/topics', {
      connectionId,
      subscribe,
      unsubscribe,
    })
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
    close,
  }
}
