// One live connection over the best transport that works: opens it, keeps it alive, resumes it where it broke.
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent } from '../protocol/events.ts'
import type { Answer, Reset } from '../protocol/messages.ts'
import type { Topic } from '../protocol/topics.ts'
import { DeliveryReceipts } from './delivery-receipts.ts'
import { waitAfter } from './after-end.ts'
import { Backoff } from './backoff.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { initialState, sameState } from './connection-state.ts'
import type { ConnectionState } from './connection-state.ts'
import { Interests } from './interests.ts'
import { TransportFallback } from './transport-fallback.ts'
import { Next } from './later.ts'
import { LostHistory } from './lost-history.ts'
import { Stream } from './stream.ts'
import { Traffic } from './traffic.ts'
import { sendReceipt } from './wire.ts'
import type { End, Refused, TransportName } from './transports/transport.ts'
import { isHidden, isOffline } from './wakeups.ts'

/** Other tabs, and polls at the viewer's own pace, may take longer to answer than a stream. */
const helloLimits: Partial<Record<TransportName, number>> = { tabs: Infinity, calm: 15_000 }

export class Connection {
  state: ConnectionState = initialState
  readonly #options: ConnectionOptions
  readonly #interests = new Interests()
  #fallback: TransportFallback
  readonly #backoff: Backoff
  readonly #lost: LostHistory
  readonly #traffic = new Traffic((news) => this.#set(news))
  /** Failures are ignored: a lost receipt is only one sample less. */
  readonly #receipts = new DeliveryReceipts(
    (id, transport) => void sendReceipt(this.#options, id, transport).catch(() => undefined),
  )
  #stream: Stream | null = null
  readonly #next = new Next(() => this.#open())
  #started = false
  #wasLive = false
  /** The stream was closed on purpose, so the next one does not count as a reconnect. */
  #rested = false
  #liveAt = 0

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#fallback = this.#fallbackOver(options.order)
    this.#backoff = options.backoff ?? new Backoff()
    this.#lost = new LostHistory(options, this.#interests, {
      refused: (refused) => this.#refused(refused),
      snapshot: (snapshot) => options.listener.snapshot?.(snapshot),
      done: () => {
        this.#backoff.reset()
        this.#wanted()
      },
      failed: () => this.#next.plan(this.#backoff.next(this.#isSeen)),
    })
  }

  /** Connects as soon as there is a topic. May be called again after stop(). */
  start(): void {
    this.#started = true
    // The page itself has just come from the server.
    if (this.state.heardAt === null) this.#set({ heardAt: Date.now() })
    if (this.state.status === 'stopped') this.#set({ status: 'connecting', message: null })
    this.#next.plan(0)
  }

  stop(): void {
    this.#started = false
    this.#close()
  }

  /** Stops for good, with a sentence for the screen. */
  giveUp(message: string | null): void {
    this.#close()
    this.#set({ status: 'stopped', message })
  }

  /** Switches to other transports and resumes from the current cursor. */
  use(order: readonly TransportName[]): void {
    this.rest()
    this.#fallback = this.#fallbackOver(order)
    if (this.#started && this.state.status !== 'stopped') this.#next.plan(0)
  }

  /** Closes the stream until wake(), e.g. when the page is hidden or goes into the back/forward cache. */
  rest(): void {
    this.#rested = true
    this.#close()
  }

  /** Subscribes to topics from `since` on (without it: from now on). A later call with `since` replays from there. */
  subscribe(topics: readonly Topic[], since?: string): void {
    for (const topic of topics) this.#interests.want(topic, since)
    this.#set({ idle: this.#interests.size === 0 })
    this.#wanted()
  }

  unsubscribe(topics: readonly Topic[]): void {
    for (const topic of topics) this.#interests.leave(topic)
    this.#set({ idle: this.#interests.size === 0 })
    if (this.#interests.size === 0) this.rest()
    else this.#stream?.changed()
  }

  /** Whether the topic is subscribed, or is to be. */
  follows(topic: Topic): boolean {
    return this.#interests.has(topic)
  }

  /** The current cursor; null before the first hello. */
  get cursor(): string | null {
    return this.#interests.cursor
  }

  /** Whether the topic's events are arriving now. */
  isLive(topic: Topic): boolean {
    return this.state.status === 'live' && this.#interests.isSettled(topic)
  }

  /** Sends a command over the connection; null while the transport cannot carry commands. */
  get command(): ((command: Command) => Promise<Answer>) | null {
    return this.state.status === 'live' ? (this.#stream?.command ?? null) : null
  }

  /** Network or visibility may have changed: reconnects at once, or probes the open stream. */
  wake(): void {
    if (!this.#started || this.state.status === 'stopped') return
    if (this.#stream) this.#stream.check()
    else this.#next.plan(0)
  }

  /** The browser is online, perhaps on another network: tries better transports. */
  online(): void {
    if (this.#stream) void this.#fallback.probe.now()
  }

  #fallbackOver(order: readonly TransportName[]): TransportFallback {
    return new TransportFallback(this.#options, order, this.#interests, () => {
      this.rest()
      this.#next.plan(0)
    })
  }

  #wanted(): void {
    if (this.#stream) this.#stream.changed()
    else if (this.#started && !this.#next.isPlanned) this.#next.plan(0)
  }

  #open(): void {
    if (!this.#started || this.state.status === 'stopped') return
    void this.#lost.recover()
    const name = this.#fallback.choice.next()
    if (this.#stream || !this.#interests.isReady) return
    // Browsers allow six HTTP/1.1 connections to a site over all tabs: leave them to visible tabs.
    if (name === 'sse' && isHidden() && !this.#options.relays) return this.rest()
    const transport = this.#fallback.transport(name)
    if (!name || !transport) {
      this.#set({ status: 'stopped', message: 'This browser cannot receive live updates.' })
      return
    }
    const { fallback } = this.#fallback.choice
    this.#set({ status: this.#trying(), transport: name, fallback, lateSeconds: null })
    const { listener } = this.#options
    const stream: Stream = new Stream(transport, this.#options, this.#interests, {
      live: (resumed) => this.#opened(name, resumed),
      event: (event) => this.#event(event),
      signal: (signal) => listener.signal?.(signal),
      reset: (reset) => this.#reset(reset),
      refused: (refused) => this.#refused(refused),
      settled: () => listener.settled?.(),
      late: (ms) => this.#set({ lateSeconds: Math.ceil(ms / 1000) }),
      missed: () => this.#set({ missed: this.state.missed + 1 }),
      ended: (end, greeted, late) => {
        if (this.#stream !== stream) return
        this.#stream = null
        if (greeted) this.#set({ heardAt: stream.heardAt })
        this.#fallback.probe.rest()
        this.#ended(name, end, greeted, late)
      },
    })
    this.#stream = stream
    stream.open(helloLimits[name])
  }

  #opened(name: TransportName, resumed: boolean): void {
    this.#fallback.choice.worked(name)
    const again = this.#wasLive && !this.#rested
    const reconnects = this.state.reconnects + Number(again)
    const onwards = this.state.resumed + Number(again && resumed)
    this.#wasLive = true
    this.#rested = false
    this.#liveAt = Date.now()
    const { fallback } = this.#fallback.choice
    this.#set({
      status: 'live',
      fallback,
      reconnects,
      resumed: onwards,
      message: null,
      heardAt: null,
    })
    this.#fallback.probe.plan()
  }

  #ended(name: TransportName, end: End, greeted: boolean, late: boolean): void {
    if (end.kind === 'stopped') {
      this.#set({ status: 'stopped', message: end.message })
      return
    }
    this.#set({ status: this.#trying() })
    if (end.kind === 'refused' && this.#refused(end.refused)) return this.#next.plan(0)
    const lastedMs = greeted ? Date.now() - this.#liveAt : 0
    const ended = { name, end, greeted, late, lastedMs, isSeen: this.#isSeen }
    this.#next.plan(waitAfter(ended, this.#fallback.choice, this.#backoff))
  }

  #event(event: LiveEvent): void {
    this.#options.listener.event?.(event)
    this.#traffic.heard(event, this.#liveAt)
    const { transport } = this.state
    if (transport && this.#options.receipts) this.#receipts.heard(event, transport, this.#liveAt)
  }

  /** False when none of the topics was subscribed. */
  #refused(refused: Refused): boolean {
    const topics = this.#interests.drop(refused.topics)
    this.#set({ idle: this.#interests.size === 0 })
    if (topics.length > 0) this.#options.listener.refused?.({ ...refused, topics })
    return topics.length > 0
  }

  #reset(reset: Reset): void {
    this.#options.listener.reset?.(reset)
    if (this.#options.relays || this.#interests.lose(reset.topics).length === 0) return
    // Events still in transit on this stream may be older than the snapshot.
    this.rest()
    this.#next.plan(0)
  }

  /** The browser says that it has no network. */
  goOffline(): void {
    if (this.state.status === 'stopped') return
    this.#close()
    this.#set({ status: 'offline' })
    // The browser can be wrong: a server on this machine is still reachable.
    this.#next.plan(this.#backoff.next(this.#isSeen))
  }

  get #isSeen(): boolean {
    return this.#options.isSeen?.() ?? !isHidden()
  }

  #trying(): ConnectionState['status'] {
    if (isOffline()) return 'offline'
    return this.#wasLive ? 'reconnecting' : 'connecting'
  }

  #close(): void {
    this.#next.callOff()
    this.#fallback.probe.rest()
    this.#traffic.rest()
    const heardAt = this.#stream?.heardAt || this.state.heardAt
    this.#stream?.close()
    this.#stream = null
    if (this.state.status === 'live') this.#set({ status: 'reconnecting', heardAt })
  }

  #set(change: Partial<ConnectionState>): void {
    const next = { ...this.state, ...change }
    if (sameState(this.state, next)) return
    this.state = next
    this.#options.listener.state?.(next)
  }
}
