// One opened transport from its first byte to its end: waits for hello, keeps the cursor, tells the
// server which topics are wanted, and notices silence.
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent, Signal } from '../protocol/events.ts'
import type { Answer, Reset } from '../protocol/messages.ts'
import { later } from './later.ts'
import type { Interests } from './interests.ts'
import type { Channel, End, Network, Refused, Transport } from './transports/transport.ts'

export interface StreamEvents {
  /** It said hello; `resumed`: it goes on exactly where it was asked to. */
  live(resumed: boolean): void
  event(event: LiveEvent): void
  signal(signal: Signal): void
  reset(reset: Reset): void
  refused(refused: Refused): boolean
  /** More topics are followed. */
  settled(): void
  /** What comes may be as late as this. */
  late(ms: number): void
  /** The server has sent something that did not come. */
  missed(): void
  /** `late`: nothing came although it was open. */
  ended(end: End, greeted: boolean, late: boolean): void
}

const helloLimitMs = 3_000
const probeLimitMs = 5_000
const silence = 2.5

export class Stream {
  readonly #transport: Transport
  readonly #network: Network
  readonly #interests: Interests
  readonly #events: StreamEvents
  #channel: Channel | null = null
  #greeted = false
  #over = false
  #changing = false
  #heardAt = 0
  #checking = false
  #hello: ReturnType<typeof setTimeout> | null = null
  #watchdog: ReturnType<typeof setInterval> | null = null

  constructor(transport: Transport, network: Network, interests: Interests, events: StreamEvents) {
    this.#transport = transport
    this.#network = network
    this.#interests = interests
    this.#events = events
  }

  /** When anything last came, in milliseconds since 1970; 0: nothing has. */
  get heardAt(): number {
    return this.#heardAt
  }

  get command(): ((command: Command) => Promise<Answer>) | null {
    return this.#greeted && !this.#over ? (this.#channel?.command ?? null) : null
  }

  open(limitMs = helloLimitMs): void {
    const opening = this.#interests.opening()
    const late = (): void => this.#end({ kind: 'lost', unreachable: false }, true)
    this.#hello = Number.isFinite(limitMs) ? setTimeout(late, limitMs) : null
    this.#channel = this.#transport(this.#network, opening.topics, opening.since, {
      alive: () => (this.#heardAt = Date.now()),
      hello: (hello) => {
        if (this.#over) return
        this.#clearHello()
        this.#greeted = true
        this.#interests.opened(opening, hello.cursor)
        this.#watch(hello.heartbeatMs)
        this.#events.live(opening.since !== null && hello.cursor === opening.since)
        this.#events.settled()
        this.changed()
      },
      event: (event) => {
        if (this.#over) return
        this.#events.event(event)
        this.#interests.cursor = event.id
      },
      signal: (signal) => {
        if (!this.#over) this.#events.signal(signal)
      },
      reset: (reset) => {
        if (this.#over) return
        this.#interests.cursor = reset.cursor
        this.#events.reset(reset)
      },
      at: (cursor) => {
        if (!this.#over) this.#interests.cursor = cursor
      },
      late: (ms) => {
        if (!this.#over) this.#events.late(ms)
      },
      heartbeat: (cursor) => {
        if (this.#over || cursor === this.#interests.cursor) return
        this.#events.missed()
        this.#end({ kind: 'slow' }, false)
      },
      refused: (refused) => {
        if (!this.#over) this.#events.refused(refused)
      },
      end: (end) => this.#end(end, false),
    })
  }

  /** The wanted topics are others now: the server hears of it once what is at hand has gathered. */
  changed(): void {
    if (!this.#greeted || this.#over || this.#changing) return
    this.#changing = true
    later(0, () => void this.#change())
  }

  /** Sees whether the other side is still there; ends the stream if not. */
  check(): void {
    const channel = this.#channel
    if (!this.#greeted || this.#over || this.#checking || !channel) return
    this.#checking = true
    const limit = setTimeout(() => this.#end({ kind: 'slow' }, false), probeLimitMs)
    channel
      .probe()
      .then(
        () => (this.#heardAt = Date.now()),
        () => this.#end({ kind: 'slow' }, false),
      )
      .finally(() => {
        clearTimeout(limit)
        this.#checking = false
      })
  }

  close(): void {
    this.#over = true
    this.#clearHello()
    if (this.#watchdog) clearInterval(this.#watchdog)
    this.#channel?.close()
  }

  #end(end: End, late: boolean): void {
    if (this.#over) return
    this.close()
    this.#events.ended(end, this.#greeted, late)
  }

  #clearHello(): void {
    if (this.#hello) clearTimeout(this.#hello)
    this.#hello = null
  }

  #watch(heartbeatMs: number): void {
    this.#heardAt = Date.now()
    this.#watchdog = setInterval(() => {
      if (Date.now() - this.#heardAt < silence * heartbeatMs) return
      // A browser's WebSocket hides the server's pings: there, silence is a reason to ask.
      if (this.#channel?.heartbeats) this.#end({ kind: 'slow' }, false)
      else this.check()
    }, heartbeatMs / 4)
  }

  async #change(): Promise<void> {
    try {
      for (;;) {
        const { subscribe, unsubscribe } = this.#interests.changes()
        const channel = this.#channel
        if (this.#over || !channel || subscribe.length + unsubscribe.length === 0) break
        // oxlint-disable-next-line no-await-in-loop
        const refused = await channel.change(subscribe, unsubscribe)
        if (this.#over) break
        if (!refused) {
          this.#interests.confirm(subscribe)
          this.#interests.left(unsubscribe)
          this.#events.settled()
        } else if (!this.#events.refused(refused)) throw new Error(refused.message)
      }
    } catch {
      this.#end({ kind: 'lost', unreachable: false }, false)
    } finally {
      this.#changing = false
    }
  }
}
