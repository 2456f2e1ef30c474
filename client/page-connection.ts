// The live connection as a page sees it: that of the tabs of this browser together, or its own where tabs cannot
// speak to each other.
import type { Command } from '#protocol/commands.ts'
import type { Answer } from '#protocol/messages.ts'
import type { Topic } from '#protocol/topics.ts'
import { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { sameState } from './connection-state.ts'
import type { ConnectionState } from './connection-state.ts'
import { Tabs } from './tabs/tabs.ts'
import type { TabsOptions } from './tabs/tabs.ts'
import { transports } from './transports/table.ts'
import { watchWakeups } from './wakeups.ts'

/** How the tabs of one person find each other; null: each has its own connection. */
export type Sharing = Pick<TabsOptions, 'name' | 'locks' | 'openChannel'> | null

export class PageConnection {
  state: ConnectionState
  readonly #own: Connection
  readonly #tabs: Tabs | null
  readonly #tell: (state: ConnectionState) => void
  #unwatch: (() => void) | null = null

  constructor({ listener, ...options }: ConnectionOptions, sharing: Sharing) {
    this.#tell = (state) => listener.state?.(state)
    this.#tabs = sharing && new Tabs({ ...options, ...sharing, changed: () => this.#changed() })
    this.#own = new Connection({
      ...options,
      order: this.#tabs ? ['tabs'] : options.order,
      table: {
        ...(options.table ?? transports),
        ...(this.#tabs && { tabs: this.#tabs.transport }),
      },
      listener: { ...listener, state: () => this.#changed() },
    })
    this.state = this.#own.state
  }

  /** Connects as soon as there is a topic. May be called again after stop(). */
  start(): void {
    this.#tabs?.enter()
    this.#own.start()
    const holder = (): Connection | null => (this.#tabs ? this.#tabs.held : this.#own)
    this.#unwatch ??= watchWakeups({
      wake: () => this.#wake(),
      online: () => holder()?.online(),
      offline: () => holder()?.goOffline(),
      away: () => this.#away(),
      hidden: () => (this.#tabs ? this.#tabs.hide() : this.#hide()),
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
    return this.state.status === 'live' && this.#own.isLive(topic)
  }

  /** Sends a command; null while the transport in use carries none. */
  get command(): ((command: Command) => Promise<Answer>) | null {
    return (this.#tabs ? this.#tabs.held?.command : this.#own.command) ?? null
  }

  #wake(): void {
    if (this.#own.state.status === 'stopped') return
    this.#tabs?.wake()
    this.#own.wake()
  }

  #away(): void {
    this.#own.rest()
    this.#tabs?.leave()
  }

  /** Browsers allow six streams to a site over HTTP/1.1, over all tabs: they are for tabs that are seen. */
  #hide(): void {
    if (this.#own.state.transport === 'sse') this.#own.rest()
  }

  #changed(): void {
    const next = this.#present()
    const { held } = this.#tabs ?? {}
    if (held && next.status === 'stopped' && this.#own.state.status !== 'stopped') {
      // Another tab may be allowed what this one is not.
      this.#own.giveUp(next.message)
      this.#tabs?.leave()
    }
    if (sameState(this.state, next)) return
    this.state = next
    this.#tell(next)
  }

  /** How the connection of all tabs is doing, as far as it concerns this one. */
  #present(): ConnectionState {
    const own = this.#own.state
    const shared = this.#tabs?.state
    if (!shared || own.status === 'stopped') return own
    const { delayMs, lastEventAt, idle } = own
    const isOthersEnd = shared.status === 'stopped' && !this.#tabs?.held
    const status = shared.status === 'live' || isOthersEnd ? own.status : shared.status
    return { ...shared, status, delayMs, lastEventAt, idle }
  }
}
