// The leading tab: holds the single connection to the server, for the topics of all tabs, and relays events to them.
import type { LiveEvent, Signal } from '../../protocol/events.ts'
import type { Topic } from '../../protocol/topics.ts'
import { Connection } from '../connection.ts'
import type { ConnectionOptions } from '../connection-options.ts'
import { websocketFirst } from '../transport-choice.ts'
import type { News, ToLeader } from './messages.ts'

type Join = Extract<ToLeader, { type: 'join' }>

export interface LeaderOptions extends Omit<ConnectionOptions, 'listener' | 'relays' | 'isSeen'> {
  tell(news: News): void
  /** Calls back when the tab is gone; returns a function that stops. */
  watchTab(id: string, gone: () => void): () => void
}

/** How far a server node may lag behind another: newer events are repeated to a tab that joins. */
const recentMs = 30_000
const mostRecent = 1_000

export class Leader {
  readonly connection: Connection
  readonly #options: LeaderOptions
  readonly #tabs = new Map<string, { topics: Set<Topic>; unwatch: () => void }>()
  readonly #recent: { at: number; event: LiveEvent }[] = []
  /** The last presence signal of each topic, for tabs that join later. */
  readonly #here = new Map<Topic, Signal>()
  #joins: { join: Join; known: Topic[] }[] = []
  #often = false
  /** This tab has been hidden for a while, so a visible one should lead. */
  #hidden = false

  constructor(options: LeaderOptions) {
    const { tell } = options
    this.#options = options
    this.connection = new Connection({
      ...options,
      relays: true,
      isSeen: () => !this.#hidden,
      listener: {
        event: (event) => this.#event(event),
        signal: (signal) => this.#signal(signal),
        reset: ({ topics, cursor }) => tell({ type: 'reset', topics, cursor }),
        refused: (refused) => {
          tell({ type: 'refused', refused })
          this.#settle()
        },
        settled: () => this.#settle(),
        state: () => this.#tellState(),
      },
    })
  }

  start(): void {
    this.connection.start()
  }

  set hidden(hidden: boolean) {
    this.#hidden = hidden
    this.#tellState()
  }

  receive(message: ToLeader): void {
    if (message.type === 'who') this.#tellState()
    else if (message.type === 'join') this.#join(message)
    else if (message.type === 'wake') this.#wake()
    else if (message.type === 'often') this.#speakOften()
    else if (message.type === 'leave') this.#leave(message.from, message.topics)
    else this.#gone(message.from)
  }

  /** A tab has become visible: reconnects at once. */
  #wake(): void {
    if (this.connection.state.status !== 'live') this.connection.wake()
  }

  /** Prefers a WebSocket from now on, as it carries commands too. */
  #speakOften(): void {
    if (this.#often) return
    this.#often = true
    if (this.connection.state.transport !== 'websocket') {
      this.connection.use(websocketFirst(this.#options.order))
    }
  }

  stop(): void {
    this.connection.stop()
    for (const { unwatch } of this.#tabs.values()) unwatch()
    this.#tabs.clear()
  }

  #join(join: Join): void {
    const { from } = join
    const tab = this.#tabs.get(from) ?? {
      topics: new Set(),
      unwatch: this.#options.watchTab(from, () => this.#gone(from)),
    }
    this.#tabs.set(from, tab)
    for (const topic of join.topics) tab.topics.add(topic)
    const known = join.topics.filter((topic) => this.connection.follows(topic))
    const fresh = join.topics.filter((topic) => !known.includes(topic))
    this.#joins.push({ join, known })
    this.#tellState()
    if (fresh.length > 0) this.connection.subscribe(fresh, join.since ?? undefined)
    this.#settle()
  }

  /** Answers the joins whose topics are all confirmed or refused. */
  #settle(): void {
    const { connection } = this
    const { cursor } = connection
    if (cursor === null) return
    const isReady = ({ join }: { join: Join }): boolean =>
      join.topics.every((topic) => connection.isLive(topic) || !connection.follows(topic))
    const ready = this.#joins.filter(isReady)
    this.#joins = this.#joins.filter((each) => !ready.includes(each))
    for (const { join, known } of ready) {
      const still = known.filter((topic) => connection.follows(topic))
      const recent = this.#recent.map(({ event }) => event).filter((e) => still.includes(e.topic))
      const { from: to, ask } = join
      this.#options.tell({ type: 'joined', to, ask, cursor, known: still, recent })
      for (const signal of join.topics.map((topic) => this.#here.get(topic))) {
        if (signal) this.#options.tell({ type: 'signal', signal })
      }
    }
  }

  #event(event: LiveEvent): void {
    const now = Date.now()
    this.#recent.push({ at: now, event })
    const isOld = (each: { at: number } | undefined): boolean =>
      each !== undefined && (now - each.at > recentMs || this.#recent.length > mostRecent)
    while (isOld(this.#recent[0])) this.#recent.shift()
    this.#options.tell({ type: 'event', event })
  }

  #signal(signal: Signal): void {
    if (signal.type === 'presence') this.#here.set(signal.topic, signal)
    this.#options.tell({ type: 'signal', signal })
  }

  #leave(id: string, topics: readonly Topic[]): void {
    const own = this.#tabs.get(id)?.topics
    for (const topic of topics) own?.delete(topic)
    const wanted = new Set([...this.#tabs.values()].flatMap((tab) => [...tab.topics]))
    const unwanted = topics.filter((topic) => !wanted.has(topic))
    for (const topic of unwanted) this.#here.delete(topic)
    if (unwanted.length > 0) this.connection.unsubscribe(unwanted)
  }

  #gone(id: string): void {
    const tab = this.#tabs.get(id)
    if (!tab) return
    tab.unwatch()
    this.#joins = this.#joins.filter(({ join }) => join.from !== id)
    this.#leave(id, [...tab.topics])
    this.#tabs.delete(id)
  }

  #tellState(): void {
    this.#options.tell({ type: 'state', state: this.connection.state, hidden: this.#hidden })
  }
}
