// One open transport until its end: waits for hello, keeps the cursor, sends changes of topics, and detects
// a silent connection.
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent, Signal } from '../protocol/events.ts'
import type { Answer, Reset } from '../protocol/messages.ts'
import { later } from './later.ts'
import type { Interests } from './interests.ts'
import type { Channel, End, Network, Refused, Transport } from './transports/transport.ts'

export interface StreamEvents {
  /** Hello has come; `resumed`: the stream continues exactly at the requested cursor. */
  live(resumed: boolean): void
  event(event: LiveEvent): void
  signal(signal: Signal): void
  reset(reset: Reset): void
  refused(refused: Refused): boolean
  /** The server has confirmed more topics. */
  settled(): void
  /** Events may be as late as this, in milliseconds. */
  late(ms: number): void
  /** A heartbeat showed that an event was lost. */
  missed(): void
  /** `late`: hello did not come in time. */
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

  /** When anything was last received, in milliseconds since 1970; 0: never. */
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

  /** The wanted topics have changed: sends all changes of the current turn together. */
  changed(): void {
    if (!this.#greeted || this.#over || this.#changing) return
    this.#changing = true
    later(0, () => void this.#change())
  }

  /** Probes the server, and ends the stream when it does not answer. */
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
      // Scripts cannot see a WebSocket's pings, so silence there is only a reason to probe.
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
