// One tab's subscription to the leading tab. The leader relays live events; earlier ones the tab fetches
// itself by polling.
import { isLater } from '../../protocol/cursor.ts'
import type { LiveEvent } from '../../protocol/events.ts'
import type { Topic } from '../../protocol/topics.ts'
import { askPoll, Refusing } from '../transports/poll-request.ts'
import { refusalEnd } from '../transports/refusal-end.ts'
import type { Channel, Handlers, Network, Refused, Subscription } from '../transports/transport.ts'
import { readRefusal } from '../wire.ts'
import type { FromLeader, Joined, ToLeader } from './messages.ts'

const hourMs = 3_600_000

export interface MembershipOptions {
  id: string
  /** Resolves once the other tabs can see that this tab exists. */
  present(): Promise<void>
  tell(message: ToLeader): void
  nextAsk(): number
}

/** Live events that are held back while the history of their topics is fetched. */
interface Held {
  topics: ReadonlySet<Topic>
  events: LiveEvent[]
  /** The topics whose history the log no longer has. */
  lost: Topic[]
}

/** The result of catching up on topics that other tabs have subscribed to before; `reset`: the history is incomplete. */
interface Found {
  joined: Joined
  events: LiveEvent[]
  /** Where the fetched history ends; null when none was needed. */
  cursor: string | null
  reset: boolean
}

export class Membership implements Channel {
  readonly heartbeats = true
  readonly command = null
  readonly #options: MembershipOptions
  readonly #network: Network
  readonly #handlers: Handlers
  readonly #abort = new AbortController()
  readonly #topics = new Set<Topic>()
  /** Cursors up to which topics were fetched: relayed events up to there are duplicates. */
  readonly #read = new Map<Topic, string>()
  readonly #probes: (() => void)[] = []
  #held: Held | null = null
  #joining: { ask: number; resolve: (joined: Joined) => void } | null = null
  /** The cursor of the relayed events. */
  #cursor: string | null = null

  constructor(options: MembershipOptions, network: Network, handlers: Handlers) {
    this.#options = options
    this.#network = network
    this.#handlers = handlers
  }

  async begin(topics: readonly Topic[], since: string | null): Promise<void> {
    try {
      const found = await this.#catchUp(topics, since)
      if (this.#over) return
      const { joined, cursor, reset } = found
      const start = (reset ? cursor : since) ?? joined.cursor
      this.#handlers.hello({ connectionId: '', cursor: start, heartbeatMs: hourMs, user: null })
      // Topics that are new to the leader catch up by its relayed events.
      const all = topics.every((topic) => joined.known.includes(topic))
      this.#cursor = (all ? cursor : null) ?? start
      this.#deliver(found)
    } catch (error) {
      if (this.#over) return
      this.close()
      this.#handlers.end(
        error instanceof Refusing
          ? await refusalEnd(error.response)
          : { kind: 'lost', unreachable: true },
      )
    }
  }

  receive(message: FromLeader): void {
    if (this.#over) return
    this.#handlers.alive()
    for (const probed of this.#probes.splice(0)) probed()
    if (message.type === 'elected') {
      this.close()
      this.#handlers.end({ kind: 'moved' })
    }
    if (message.type === 'joined') this.#take(message)
    if (message.type === 'event') this.#event(message.event)
    if (message.type === 'reset') this.#reset(message.topics, message.cursor)
    if (message.type === 'refused') this.#handlers.refused(message.refused)
    if (message.type === 'signal' && this.#wants(message.signal.topic)) {
      this.#handlers.signal(message.signal)
    }
  }

  async change(
    subscribe: readonly Subscription[],
    unsubscribe: readonly Topic[],
  ): Promise<Refused | null> {
    if (unsubscribe.length > 0) {
      for (const topic of unsubscribe) {
        this.#topics.delete(topic)
        this.#read.delete(topic)
      }
      this.#options.tell({ type: 'leave', from: this.#options.id, topics: [...unsubscribe] })
    }
    for (const since of new Set(subscribe.map((each) => each.since))) {
      const topics = subscribe.filter((each) => each.since === since).map(({ topic }) => topic)
      try {
        // oxlint-disable-next-line no-await-in-loop
        this.#deliver(await this.#catchUp(topics, since ?? null))
      } catch (error) {
        this.#held = null
        // oxlint-disable-next-line no-await-in-loop
        const refused = error instanceof Refusing ? await readRefusal(error.response) : null
        if (refused && refused.topics.length > 0) return refused
        throw error
      }
    }
    return null
  }

  probe(): Promise<void> {
    return new Promise((resolve) => {
      this.#probes.push(resolve)
      this.#options.tell({ type: 'who' })
    })
  }

  close(): void {
    this.#abort.abort()
  }

  get #over(): boolean {
    return this.#abort.signal.aborted
  }

  /** Joins topics, and fetches the events after `since` of those that the leader had already subscribed to. */
  async #catchUp(topics: readonly Topic[], since: string | null): Promise<Found> {
    this.#held = { topics: new Set(topics), events: [], lost: [] }
    const joined = await this.#join(topics, since)
    const { known } = joined
    const found: Found = { joined, events: [], cursor: null, reset: false }
    if (since === null) for (const topic of known) this.#read.set(topic, joined.cursor)
    if (known.length === 0 || since === null) return found
    let from = since
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const polled = await askPoll(this.#network, known, from, 0, this.#abort.signal)
      found.events.push(...polled.events)
      found.reset ||= polled.reset
      from = polled.cursor
      if (polled.events.length > 0) continue
      for (const topic of known) this.#read.set(topic, from)
      return { ...found, cursor: from }
    }
  }

  #join(topics: readonly Topic[], since: string | null): Promise<Joined> {
    const { id: from, tell, present, nextAsk } = this.#options
    const ask = nextAsk()
    const answer = new Promise<Joined>((resolve) => (this.#joining = { ask, resolve }))
    void present().then(() => {
      if (!this.#over) tell({ type: 'join', from, ask, topics: [...topics], since })
    })
    return answer
  }

  #take(joined: Joined): void {
    if (joined.to !== this.#options.id || joined.ask !== this.#joining?.ask) return
    const held = this.#held
    if (held) {
      const known = new Set(joined.recent.map(({ id }) => id))
      const recent = joined.recent.filter(({ topic }) => held.topics.has(topic))
      held.events = [...recent, ...held.events.filter(({ id }) => !known.has(id))]
    }
    this.#joining.resolve(joined)
    this.#joining = null
  }

  #wants(topic: Topic): boolean {
    return this.#topics.has(topic) || this.#held?.topics.has(topic) === true
  }

  #event(event: LiveEvent): void {
    if (this.#held?.topics.has(event.topic)) this.#held.events.push(event)
    else if (this.#topics.has(event.topic)) this.#tell(event)
  }

  /** Passes on a relayed event, unless it was fetched before or is older than the requested start. */
  #tell(event: LiveEvent): void {
    const read = this.#read.get(event.topic)
    if (read !== undefined && !isLater(event.id, read)) return
    if (this.#cursor === null || isLater(event.id, this.#cursor)) this.#cursor = event.id
    this.#handlers.event(event)
  }

  #reset(topics: readonly Topic[], cursor: string): void {
    const held = this.#held
    held?.lost.push(...topics.filter((topic) => held.topics.has(topic)))
    const own = topics.filter((topic) => this.#topics.has(topic))
    if (own.length === 0) return
    this.#cursor = cursor
    this.#handlers.reset({ type: 'reset', topics: own, cursor })
  }

  /** Passes on fetched and held events. They belong to these topics only, so the common cursor does not move. */
  #deliver({ joined, events, reset }: Found): void {
    const held = this.#held
    if (this.#over || !held) return
    this.#held = null
    for (const topic of held.topics) this.#topics.add(topic)
    const cursor = this.#cursor ?? joined.cursor
    const lost = [...new Set([...held.lost, ...(reset ? joined.known : [])])]
    if (lost.length > 0) this.#handlers.reset({ type: 'reset', topics: lost, cursor })
    for (const event of events) this.#handlers.event(event)
    for (const event of held.events) this.#tell(event)
    this.#handlers.at(this.#cursor ?? cursor)
  }
}
