// Ends the connections of sessions that have ended: within a second, however they ended.
import type { SignedIn } from '../platform/auth.ts'
import type { Live } from './live.ts'

const sweepEveryMs = 1000
/** Every so many sweeps all sessions are looked at, should a notification have been lost. */
const fullSweepEvery = 15

/** Looks after sessions until it is stopped; `ended` is what the log's tail reports. */
export class Sessions {
  readonly #live: Live
  readonly #timer: NodeJS.Timeout
  #sweeps = 0
  #sweeping = false

  constructor(live: Live) {
    this.#live = live
    this.#timer = setInterval(() => {
      this.#sweeps += 1
      void this.#sweep(this.#sweeps % fullSweepEvery === 0)
    }, sweepEveryMs)
  }

  /** A session's row is gone; null: some may be. */
  ended(sessionId: string | null): void {
    if (sessionId === null) {
      this.#live.auth.sessionEnded(null)
      void this.#sweep(true)
    } else this.#end(new Set([sessionId]))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  *#open(): Iterable<SignedIn> {
    for (const { session } of this.#live.hub.subscribers()) if (session) yield session
    yield* this.#live.drafts.sessions()
  }

  #end(sessionIds: ReadonlySet<string>): void {
    const { auth, hub, drafts } = this.#live
    // Those whose end was not heard of must not come back as known.
    for (const sessionId of sessionIds) auth.sessionEnded(sessionId)
    hub.close('session', ({ session }) => session !== null && sessionIds.has(session.sessionId))
    drafts.sessionsEnded(sessionIds)
  }

  /** Expiry moves while a session is in use, so the database has the last word. */
  async #sweep(all: boolean): Promise<void> {
    if (this.#sweeping) return
    this.#sweeping = true
    try {
      const now = new Date()
      const asked = new Set<string>()
      for (const session of this.#open()) {
        if (all || session.expiresAt <= now) asked.add(session.sessionId)
      }
      if (asked.size === 0) return
      const rows = await this.#live.db.session.findMany({
        where: { id: { in: [...asked] }, expiresAt: { gt: now } },
        select: { id: true },
      })
      for (const { id } of rows) asked.delete(id)
      if (asked.size > 0) this.#end(asked)
    } catch (error) {
      this.#live.logger.warn({ err: error }, 'sessions could not be looked at')
    } finally {
      this.#sweeping = false
    }
  }
}
