// Closes the connections of ended sessions (sign-out, deletion or expiry) within about a second.
import type { Logger } from '../../platform/logger.ts'
import type { Session } from './subscriber.ts'

const sweepEveryMs = 1000
/** Each n-th sweep checks all sessions, in case a notification was lost. */
const fullSweepEvery = 15

/** An owner of connections that belong to sessions. */
export interface SessionHolder {
  /** The sessions of its open connections. */
  sessions(): Iterable<Session>
  /** Closes the connections of these sessions. */
  sessionsEnded(sessionIds: ReadonlySet<string>): void
}

interface SessionsOptions {
  holders: readonly SessionHolder[]
  /** Those of these sessions that are still valid, with their expiry. */
  lasting(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Date>>
  /** Drops a session from all caches; null: some sessions may have ended. */
  forget(sessionId: string | null): void
  logger: Logger
}

/** Sweeps until `stop` is called; the database's notifications call `ended`. */
export class Sessions {
  readonly #options: SessionsOptions
  readonly #timer: NodeJS.Timeout
  #sweeps = 0
  #sweeping = false
  /** The next sweep checks all sessions. */
  #all = false

  constructor(options: SessionsOptions) {
    this.#options = options
    this.#timer = setInterval(() => {
      this.#sweeps += 1
      if (this.#sweeps % fullSweepEvery === 0) this.#all = true
      void this.#sweep()
    }, sweepEveryMs)
  }

  /** A session was deleted; null: some may have been deleted or have expired. */
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
    // A cached session whose notification was lost must not be accepted again.
    for (const sessionId of sessionIds) this.#options.forget(sessionId)
    for (const holder of this.#options.holders) holder.sessionsEnded(sessionIds)
  }

  /** A session's expiry is extended while it is in use, so the database decides. */
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
      // The next sweep tries again.
      this.#all ||= all
      this.#options.logger.warn({ err: error }, 'sessions could not be looked at')
    } finally {
      this.#sweeping = false
    }
  }
}
