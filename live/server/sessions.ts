// Ends the connections of sessions that have ended: within a second, however they ended.
import type { Logger } from '../../platform/logger.ts'
import type { Session } from './subscriber.ts'

const sweepEveryMs = 1000
/** Every so many sweeps all sessions are looked at, should a notification have been lost. */
const fullSweepEvery = 15

/** Whoever keeps connections open that sessions opened. */
export interface SessionHolder {
  /** The sessions of all that is open. */
  sessions(): Iterable<Session>
  /** These are over: what they opened is closed. */
  sessionsEnded(sessionIds: ReadonlySet<string>): void
}

interface SessionsOptions {
  holders: readonly SessionHolder[]
  /** Of these sessions, those that last, and until when. */
  lasting(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Date>>
  /** Whatever knows sessions is to forget this one; null: some may have ended. */
  forget(sessionId: string | null): void
  logger: Logger
}

/** Looks after sessions until it is stopped; `ended` is what the database tells. */
export class Sessions {
  readonly #options: SessionsOptions
  readonly #timer: NodeJS.Timeout
  #sweeps = 0
  #sweeping = false
  /** The next sweep looks at all. */
  #all = false

  constructor(options: SessionsOptions) {
    this.#options = options
    this.#timer = setInterval(() => {
      this.#sweeps += 1
      if (this.#sweeps % fullSweepEvery === 0) this.#all = true
      void this.#sweep()
    }, sweepEveryMs)
  }

  /** A session's row is gone; null: some may be, or have run out. */
  ended(sessionId: string | null): void {
    if (sessionId === null) {
      this.#options.forget(null)
      this.#all = true
      void this.#sweep()
    } else this.#end(new Set([sessionId]))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  *#open(): Iterable<Session> {
    for (const holder of this.#options.holders) yield* holder.sessions()
  }

  #end(sessionIds: ReadonlySet<string>): void {
    // Those whose end was not heard of must not come back as known.
    for (const sessionId of sessionIds) this.#options.forget(sessionId)
    for (const holder of this.#options.holders) holder.sessionsEnded(sessionIds)
  }

  /** Expiry moves while a session is in use, so the database has the last word. */
  async #sweep(): Promise<void> {
    if (this.#sweeping) return
    this.#sweeping = true
    const all = this.#all
    this.#all = false
    try {
      const now = new Date()
      const asked = new Set<string>()
      for (const session of this.#open()) {
        if (all || session.expiresAt <= now) asked.add(session.sessionId)
      }
      if (asked.size === 0) return
      const lasting = await this.#options.lasting([...asked])
      for (const session of this.#open()) {
        session.expiresAt = lasting.get(session.sessionId) ?? session.expiresAt
      }
      const ended = [...asked].filter((id) => !lasting.has(id))
      if (ended.length > 0) this.#end(new Set(ended))
    } catch (error) {
      // The next sweep looks again.
      this.#all ||= all
      this.#options.logger.warn({ err: error }, 'sessions could not be looked at')
    } finally {
      this.#sweeping = false
    }
  }
}
