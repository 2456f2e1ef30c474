// Server-Sent Events: one peer over an HTTP response that does not end.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Topic } from '#protocol/topics.ts'
import type { SignedIn } from '../platform/auth.ts'
import { signalFrame, sseFrame } from './frames.ts'
import { heartbeatMs } from './live.ts'
import type { Live } from './live.ts'
import { Outgoing } from './outgoing.ts'
import { follow, startAt } from './subscription.ts'
import type { CloseReason, Peer, Subscriber } from './subscriber.ts'

const usualRetryMs = { least: 1000, most: 3000 }
const restartRetryMs = { least: 1000, most: 8000 }

export interface SseRequest {
  topics: readonly Topic[]
  since: string | null
  session: SignedIn | null
}

/** Answers with a stream of the topics' events; the topics have been permitted. */
export async function streamEvents(
  live: Live,
  response: ServerResponse,
  { topics, since, session }: SseRequest,
): Promise<void> {
  const start = await startAt(live, since)
  if (response.destroyed) return
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    Connection: 'keep-alive',
  })
  response.socket?.setNoDelay(true)
  const outgoing = new Outgoing(response, () => close('slow'))
  const position: Position = { last: '' }
  const peer = createPeer(outgoing, position, close)
  const subscriber: Subscriber = { connectionId: randomUUID(), session, peer, topics: new Map() }
  // Twice in the promised time, so that a late timer keeps the promise.
  const heartbeats = setInterval(
    () => outgoing.send(Buffer.from(`: at ${position.last}\n\n`)),
    heartbeatMs / 2,
  )
  response.on('close', () => {
    clearInterval(heartbeats)
    live.hub.remove(subscriber)
  })

  function close(why: CloseReason): void {
    live.hub.remove(subscriber)
    outgoing.close()
    if (why === 'slow') response.destroy()
    else response.end(retryLine(why === 'restart' ? restartRetryMs : usualRetryMs))
  }

  live.hub.add(subscriber)
  outgoing.send(Buffer.from(retryLine(usualRetryMs)))
  const cursor = live.log.cursorOf(start.after)
  const { connectionId } = subscriber
  peer.hello({ connectionId, cursor, heartbeatMs, user: session?.user ?? null })
  if (start.reset) peer.reset({ type: 'reset', topics: [...topics], cursor })
  await follow(live, subscriber, topics, start)
}

/** The cursor that was sent last: a heartbeat says it, so that a reader notices what it has missed. */
interface Position {
  last: string
}

function createPeer(
  outgoing: Outgoing,
  position: Position,
  close: (why: CloseReason) => void,
): Peer {
  // With an id, so that a stream that broke before its first event resumes where it began.
  const sendAt = (event: string, message: { cursor: string }) => {
    position.last = message.cursor
    outgoing.send(sseFrame(event, JSON.stringify(message), message.cursor))
  }
  return {
    batch: (batch) => {
      position.last = batch.entries.at(-1)?.cursor ?? position.last
      outgoing.send(batch.bytes('sse'))
    },
    hello: (hello) => sendAt('hello', hello),
    reset: (reset) => sendAt('reset', reset),
    signal: (signal) => outgoing.sendIfReady(signalFrame('sse', signal)),
    error: (error) => outgoing.send(sseFrame('refused', JSON.stringify(error))),
    ready: () => outgoing.ready(),
    close,
  }
}

function retryLine({ least, most }: { least: number; most: number }): string {
  return `retry: ${Math.round(least + Math.random() * (most - least))}\n\n`
}
