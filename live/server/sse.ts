// The Server-Sent Events transport: a peer over an HTTP response that does not end.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Signal } from '../protocol/events.ts'
import type { ErrorMessage, Hello, Reset } from '../protocol/messages.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import { commentFrame, signalFrame, sseFrame } from './frames.ts'
import type { Batch } from './frames.ts'
import { Heartbeats } from './heartbeats.ts'
import type { Heartbeat } from './heartbeats.ts'
import { heartbeatMs } from './live.ts'
import type { Live } from './live.ts'
import { BoundedQueue } from './bounded-queue.ts'
import type { QueueOwner } from './bounded-queue.ts'
import { startAt } from './resume.ts'
import type { CloseReason, Peer, Session, Subscriber } from './subscriber.ts'
import { follow } from './subscription.ts'

/** Range of the random reconnect delay: it spreads the reconnects after a restart, and is short enough to wait for. */
const retryMs = { least: 1000, most: 3000 }
// Twice as often as promised, so that a late timer still keeps the interval.
const heartbeats = new Heartbeats(heartbeatMs / 2)

export interface SseRequest {
  topics: readonly Topic[]
  since: string | null
  session: Session | null
  asker: Asker
}

/** Responds with a stream of the topics' events; permission has been checked. */
export async function streamEvents(
  live: Live,
  response: ServerResponse,
  { topics, since, session, asker }: SseRequest,
): Promise<void> {
  const start = await startAt(live.log, since)
  const { socket } = response
  if (response.destroyed || !socket) return
  // Without chunked encoding (the body ends with the connection) the frames are the same bytes for all streams and
  // can be written to the socket as they are.
  response.useChunkedEncodingByDefault = false
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    Connection: 'close',
  })
  response.flushHeaders()
  socket.setNoDelay(true)
  const stream = new EventStream(live, socket, session, asker)
  const cursor = live.log.cursorOf(start.after)
  stream.begin(cursor)
  if (start.reset) stream.reset({ type: 'reset', topics: [...topics], cursor })
  await follow(live, stream, topics, start)
}

class EventStream implements Peer, Subscriber, Heartbeat, QueueOwner {
  readonly connectionId = randomUUID()
  readonly session: Session | null
  readonly asker: Asker
  readonly topics = new Map<string, number>()
  readonly #live: Live
  readonly #socket: Socket
  readonly #queue: BoundedQueue
  /** The last cursor sent. Heartbeats repeat it, so that a client notices missed events. */
  #last = ''

  constructor(live: Live, socket: Socket, session: Session | null, asker: Asker) {
    this.#live = live
    this.#socket = socket
    this.session = session
    this.asker = asker
    this.#queue = new BoundedQueue(socket, this)
    const slot = heartbeats.join(this)
    socket.on('close', () => {
      heartbeats.leave(this, slot)
      this.#queue.close()
      live.hub.remove(this)
    })
    live.hub.add(this)
  }

  get peer(): Peer {
    return this
  }

  begin(cursor: string): void {
    this.#queue.send(Buffer.from(retryLine()))
    const { connectionId, session } = this
    this.hello({ connectionId, cursor, heartbeatMs, user: session?.user ?? null })
  }

  get queued(): number {
    return this.#queue.size
  }

  batch(batch: Batch): void {
    this.#last = batch.entries.at(-1)?.cursor ?? this.#last
    this.#queue.send(batch.bytes('sse'))
  }

  hello(hello: Hello): void {
    this.#sendAt('hello', hello)
  }

  reset(reset: Reset): void {
    this.#sendAt('reset', reset)
  }

  signal(signal: Signal): void {
    this.#queue.sendIfReady(signalFrame('sse', signal))
  }

  error(error: ErrorMessage): void {
    this.#queue.send(sseFrame('refused', JSON.stringify(error)))
  }

  ready(): Promise<void> {
    return this.#queue.ready()
  }

  beat(): void {
    this.#queue.send(commentFrame(`at ${this.#last}`))
  }

  overflowed(): void {
    this.close('slow')
  }

  close(why: CloseReason): void {
    this.#live.hub.remove(this)
    this.#queue.close()
    if (why === 'slow') this.#socket.destroy()
    else this.#socket.end(retryLine())
  }

  /** Sent with an id, so that a stream that breaks before its first event resumes where it began. */
  #sendAt(event: string, message: { cursor: string }): void {
    this.#last = message.cursor
    this.#queue.send(sseFrame(event, JSON.stringify(message), message.cursor))
  }
}

function retryLine(): string {
  const { least, most } = retryMs
  return `retry: ${Math.round(least + Math.random() * (most - least))}\n\n`
}
