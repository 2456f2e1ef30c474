// The live connection of a page: shared by all tabs of this browser, or its own where tabs cannot
// communicate.
import type { Command } from '../protocol/commands.ts'
import type { Answer } from '../protocol/messages.ts'
import type { Topic } from '../protocol/topics.ts'
import { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { sameState } from './connection-state.ts'
import type { ConnectionState } from './connection-state.ts'
import type { Pace } from './pace.ts'
import { Tabs } from './tabs/tabs.ts'
import type { TabsOptions } from './tabs/tabs.ts'
import { Calm } from './transports/calm.ts'
import { websocketFirst } from './transport-choice.ts'
import { transports } from './transports/table.ts'
import type { TransportName } from './transports/transport.ts'
import { watchWakeups } from './wakeups.ts'

/** How the tabs of one user find each other; null: each has its own connection. */
export type Sharing = Pick<TabsOptions, 'name' | 'locks' | 'openChannel'> | null

export class PageConnection {
  state: ConnectionState
  readonly #own: Connection
  readonly #tabs: Tabs | null
  readonly #calm = new Calm(() => this.#changed())
  #order: readonly TransportName[]
  #pace: Pace
  readonly #tell: (state: ConnectionState) => void
  #unwatch: (() => void) | null = null

  constructor({ listener, ...options }: ConnectionOptions, sharing: Sharing, pace: Pace = 'live') {
    this.#pace = pace
    this.#calm.everyMinute = pace === 'minute'
    this.#order = sharing ? ['tabs'] : options.order
    this.#tell = (state) => listener.state?.(state)
    this.#tabs = sharing && new Tabs({ ...options, ...sharing, changed: () => this.#changed() })
    this.#own = new Connection({
      ...options,
      order: this.#isCalm ? ['calm'] : this.#order,
      table: {
        calm: this.#calm.transport,
        ...(options.table ?? transports),
        ...(this.#tabs && { tabs: this.#tabs.transport }),
      },
      listener: { ...listener, state: () => this.#changed() },
    })
    this.state = this.#present()
  }

  /** Sets how often updates come. A change of pace resumes from the cursor, so no event is missed. */
  set pace(pace: Pace) {
    const wasCalm = this.#isCalm
    this.#pace = pace
    this.#calm.everyMinute = pace === 'minute'
    if (wasCalm !== this.#isCalm) {
      if (this.#isCalm) this.#tabs?.leave()
      else if (this.#unwatch) this.#tabs?.enter()
      this.#own.use(this.#isCalm ? ['calm'] : this.#order)
    }
    this.#changed()
  }

  /** Network or visibility may have changed: reconnects at once, or probes the open stream. */
  wake(): void {
    if (this.#own.state.status === 'stopped') return
    this.#sharing?.wake()
    if (!this.#isCalm || this.#own.state.status !== 'live') this.#own.wake()
    else if (this.#pace === 'minute') this.#calm.refresh()
  }

  /** Fetches new events now, where they do not come live. */
  refresh(): void {
    this.#calm.refresh()
    if (this.#own.state.status !== 'live') this.#own.wake()
  }

  get #isCalm(): boolean {
    return this.#pace !== 'live'
  }

  /** The tabs that this one shares a connection with now. */
  get #sharing(): Tabs | null {
    return this.#isCalm ? null : this.#tabs
  }

  /** This page sends often: prefers a WebSocket, which carries commands too. */
  speakOften(): void {
    if (this.#tabs) return this.#tabs.speakOften()
    const order = websocketFirst(this.#order)
    if (order[0] === this.#order[0]) return undefined
    this.#order = order
    if (!this.#isCalm && this.#own.state.transport !== 'websocket') this.#own.use(order)
    return undefined
  }

  /** Connects as soon as there is a topic. May be called again after stop(). */
  start(): void {
    this.#sharing?.enter()
    this.#own.start()
    const holder = (): Connection | null => (this.#sharing ? this.#sharing.held : this.#own)
    this.#unwatch ??= watchWakeups({
      wake: () => this.wake(),
      online: () => holder()?.online(),
      offline: () => holder()?.goOffline(),
      away: () => this.#away(),
      hidden: () => (this.#sharing ? this.#sharing.hide() : this.#hide()),
    })
  }

  stop(): void {
    this.#unwatch?.()
    this.#unwatch = null
    this.#own.stop()
    this.#tabs?.leave()
  }

  subscribe(topics: readonly Topic[], since?: string): void {
    this.#own.subscribe(topics, since)
  }

  unsubscribe(topics: readonly Topic[]): void {
    this.#own.unsubscribe(topics)
  }

  /** Whether the topic's events are arriving now. */
  isLive(topic: Topic): boolean {
    return !this.#isCalm && this.state.status === 'live' && this.#own.isLive(topic)
  }

  /** Sends a command over the connection; null while the transport cannot carry commands. */
  get command(): ((command: Command) => Promise<Answer>) | null {
    return (this.#sharing ? this.#sharing.held?.command : this.#own.command) ?? null
  }

  #away(): void {
    this.#own.rest()
    this.#tabs?.leave()
  }

  /** Browsers allow six HTTP/1.1 connections to a site over all tabs: leaves them to visible tabs. */
  #hide(): void {
    if (this.#own.state.transport === 'sse') this.#own.rest()
  }

  #changed(): void {
    const next = this.#present()
    const { held } = this.#sharing ?? {}
    if (held && next.status === 'stopped' && this.#own.state.status !== 'stopped') {
      // The error may concern only this tab: another one may lead without it.
      this.#own.giveUp(next.message)
      this.#tabs?.leave()
    }
    if (sameState(this.state, next)) return
    this.state = next
    this.#tell(next)
  }

  /** The state of the shared connection, combined with this tab's own. */
  #present(): ConnectionState {
    const own = this.#own.state
    if (this.#isCalm) return { ...own, pace: this.#pace, asOf: this.#calm.asOf, lateSeconds: null }
    const shared = this.#sharing?.state
    if (!shared || own.status === 'stopped') return own
    const { delayMs, lastEventAt, idle } = own
    const isOthersEnd = shared.status === 'stopped' && !this.#sharing?.held
    const status = shared.status === 'live' || isOthersEnd ? own.status : shared.status
    return { ...shared, status, delayMs, lastEventAt, idle }
  }
}
