// The WebSocket transport: a peer over a socket. Outgoing frames are written as frames.ts makes them; incoming
// messages are parsed, limited and answered.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { describeIssue, Refusal } from '../../platform/errors.ts'
import type { Signal } from '../protocol/events.ts'
import type { ErrorMessage, Hello, Reset } from '../protocol/messages.ts'
import { refOf } from '../protocol/commands.ts'
import type { ParsedTopic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import { errorBody, parseJson } from '../../platform/http-json.ts'
import { answerCommand, isReceipt, isTyping, noteReceipt, relayTyping } from './answer.ts'
import { heartbeatFrames, signalFrame, websocketFrame } from './frames.ts'
import type { Batch } from './frames.ts'
import { Heartbeats } from './heartbeats.ts'
import type { Heartbeat } from './heartbeats.ts'
import { heartbeatMs } from './live.ts'
import type { Live } from './live.ts'
import { setOwner, liveSockets, toText } from './live-socket.ts'
import type { SocketOwner } from './live-socket.ts'
import { BoundedQueue } from './bounded-queue.ts'
import type { QueueOwner } from './bounded-queue.ts'
import { Patience } from './patience.ts'
import { startAt } from './resume.ts'
import type { CloseReason, Peer, Session, Subscriber } from './subscriber.ts'
import { admitted, follow, refuseTooManyTopics } from './subscription.ts'

const closeCodes: Record<CloseReason, [number, string]> = {
  slow: [4008, 'too slow: come back and catch up'],
  restart: [1012, 'the server restarts: come back'],
  session: [4401, 'the session has ended'],
}
/** How long a closed peer has to read the reason: one that was too slow, and one that sent too many bad messages. */
const [slowCloseMs, hostileCloseMs] = [10_000, 1000]
const missedPings = 2
const heartbeats = new Heartbeats(heartbeatMs)
/** Unanswered messages of one peer; at this number its socket is not read until one is answered. */
const inFlightLimit = 128

export interface WebSocketRequest {
  topics: readonly ParsedTopic[]
  since: string | null
  session: Session | null
  asker: Asker
  /** What was wrong with the request's topics; none are subscribed then. */
  problem: ErrorMessage | null
}

/** Accepts an authenticated upgrade. */
export function acceptWebSocket(
  live: Live,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  asked: WebSocketRequest,
): void {
  liveSockets.handleUpgrade(request, socket, head, (websocket) => {
    setOwner(websocket, new Connection(live, websocket, socket, asked))
  })
}

class Connection implements Peer, Subscriber, SocketOwner, Heartbeat, QueueOwner {
  readonly #live: Live
  readonly #websocket: WebSocket
  readonly #queue: BoundedQueue
  readonly connectionId = randomUUID()
  readonly session: Session | null
  readonly asker: Asker
  readonly topics = new Map<string, number>()
  /** The last cursor sent. Heartbeats repeat it, so that a client notices missed events. */
  #last = ''
  /** Pings in a row without a pong or any other message. */
  #silent = 0
  readonly #patience = new Patience(this)
  /** The last subscription in progress: they run in sequence. */
  #subscribing = Promise.resolve()
  #inFlight = 0
  readonly #slot: number
  /** Resolves after hello: no message is answered before it. Null afterwards. */
  #greeted: Promise<void> | null

  constructor(live: Live, websocket: WebSocket, socket: Duplex, asked: WebSocketRequest) {
    const { session } = asked
    this.#live = live
    this.#websocket = websocket
    this.#queue = new BoundedQueue(socket, this)
    this.session = session
    this.asker = asked.asker
    this.#slot = heartbeats.join(this)
    live.hub.add(this)
    this.#greeted = new Promise((greeted) => void this.#begin(asked, greeted))
    void this.#greeted.then(() => (this.#greeted = null))
  }

  async #begin(
    { topics, since, session, problem }: WebSocketRequest,
    greeted: () => void,
  ): Promise<void> {
    const { hub, log } = this.#live
    try {
      const { allowed, error } = await admitted(this.#live, this, topics)
      const start = await startAt(this.#live.log, since)
      const cursor = log.cursorOf(start.after)
      const { connectionId } = this
      this.hello({ connectionId, cursor, heartbeatMs, user: session?.user ?? null })
      greeted()
      for (const each of [problem, error]) if (each) this.error(each)
      if (start.reset) this.reset({ type: 'reset', topics: allowed, cursor })
      await follow(this.#live, this, allowed, start)
    } catch (error) {
      this.#live.logger.warn({ err: error }, 'a WebSocket could not begin')
      if (hub.find(this.connectionId)) this.close('slow')
    }
  }

  get peer(): Peer {
    return this
  }

  get queued(): number {
    return this.#queue.size
  }

  batch(batch: Batch): void {
    this.#last = batch.entries.at(-1)?.cursor ?? this.#last
    this.#queue.send(batch.bytes('websocket'))
  }

  hello(hello: Hello): void {
    this.#sayAt({ type: 'hello', ...hello })
  }

  reset(reset: Reset): void {
    this.#sayAt(reset)
  }

  signal(signal: Signal): void {
    this.#queue.sendIfReady(signalFrame('websocket', signal))
  }

  error(error: ErrorMessage): void {
    this.#say(error)
  }

  ready(): Promise<void> {
    return this.#queue.ready()
  }

  #say(message: object): void {
    this.#queue.send(websocketFrame(JSON.stringify(message)))
  }

  #sayAt(message: { type: string; cursor: string }): void {
    this.#last = message.cursor
    this.#say(message)
  }

  close(why: CloseReason): void {
    this.#queue.close()
    this.#live.hub.remove(this)
    this.#websocket.close(...closeCodes[why])
    // A peer that does not read cannot answer the close frame either.
    if (why === 'slow') setTimeout(() => this.#websocket.terminate(), slowCloseMs).unref()
  }

  overflowed(): void {
    this.close('slow')
  }

  closed(): void {
    heartbeats.leave(this, this.#slot)
    this.#queue.close()
    this.#live.hub.remove(this)
  }

  pong(): void {
    this.#silent = 0
  }

  beat(): void {
    if (this.#silent === missedPings) {
      this.#websocket.terminate()
      return
    }
    this.#silent += 1
    this.#queue.send(heartbeatFrames(this.#last))
  }

  async message(data: RawData, binary: boolean): Promise<void> {
    this.#silent = 0
    if (this.#patience.ended) return
    this.#inFlight += 1
    if (this.#inFlight === inFlightLimit) this.#websocket.pause()
    let ref: string | null = null
    try {
      await this.#greeted
      await this.#live.admission.admit(this.asker, 'request')
      if (binary) throw new Refusal('invalid', 'A message is text, not binary.')
      const value = parseJson(toText(data))
      ref = refOf(value)
      await this.#answer(value)
    } catch (error) {
      const message = errorBody(error, ref)
      if (message.code === 'unavailable')
        this.#live.logger.error({ err: error }, 'a message failed')
      if (this.#patience.ended) return
      this.#say(message)
      if (message.code === 'invalid') this.#patience.invalid()
      else if (message.code === 'rate_limited') this.#patience.tooMany()
      else this.#patience.taken()
    } finally {
      if (this.#inFlight === inFlightLimit) this.#websocket.resume()
      this.#inFlight -= 1
    }
  }

  async #answer(value: unknown): Promise<void> {
    const { session } = this
    const type = value instanceof Object && 'type' in value ? value.type : undefined
    if (type === 'subscribe') {
      const before = this.#subscribing
      const subscribing = before.then(() => this.#subscribe(value))
      this.#subscribing = subscribing.catch(() => undefined)
      await subscribing
    } else if (type === 'unsubscribe') {
      this.#unsubscribe(value)
    } else if (isReceipt(value)) {
      noteReceipt(this.#live, value)
    } else if (isTyping(value)) {
      await relayTyping(this.#live, session, value, this)
    } else {
      const answer = await answerCommand(this.#live, session, value)
      this.#say(answer)
      if (answer.type === 'error' && answer.code === 'invalid') return this.#patience.invalid()
    }
    this.#patience.taken()
  }

  async #subscribe(value: unknown): Promise<void> {
    const parsed = this.#live.protocol.requests.subscribe.safeParse(value)
    if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
    const { ref, topics, since } = parsed.data
    if (this.#patience.ended) return
    await this.#live.admission.admit(this.asker, 'resume', since === undefined ? 0 : 1)
    refuseTooManyTopics(this, topics)
    const { error } = await admitted(this.#live, this, topics)
    if (error) {
      this.#say({ ...error, ref })
      return
    }
    const names = topics.map((each) => each.topic)
    const start = await startAt(this.#live.log, since ?? null)
    const cursor = this.#live.log.cursorOf(start.after)
    if (start.reset) this.reset({ type: 'reset', topics: names, cursor })
    await follow(this.#live, this, names, start)
    this.#say({ type: 'ack', ref, cursor, result: { topics: names } })
  }

  #unsubscribe(value: unknown): void {
    const parsed = this.#live.protocol.requests.unsubscribe.safeParse(value)
    if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
    const { ref, topics } = parsed.data
    const names = topics.map((each) => each.topic)
    for (const name of names) this.#live.hub.leave(this, name)
    this.#say({ type: 'ack', ref, cursor: this.#live.log.cursor(), result: { topics: names } })
  }

  /** Called by Patience: closes the connection, whose further messages are ignored. */
  giveUp(reason: string): void {
    this.#live.hub.remove(this)
    this.#websocket.close(1008, reason)
    setTimeout(() => this.#websocket.terminate(), hostileCloseMs).unref()
  }
}
