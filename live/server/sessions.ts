// Ends the connections of sessions that have ended: within a second, however they ended.
import type { SignedIn } from '#platform/signed-in.ts'
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
  /** The next sweep looks at all. */
  #all = false

  constructor(live: Live) {
    this.#live = live
    this.#timer = setInterval(() => {
      this.#sweeps += 1
      if (this.#sweeps % fullSweepEvery === 0) this.#all = true
      void this.#sweep()
    }, sweepEveryMs)
  }

  /** A session's row is gone; null: some may be, or have run out. */
  ended(sessionId: string | null): void {
    if (sessionId === null) {
      this.#live.auth.sessionEnded(null)
      this.#all = true
      void this.#sweep()
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
      const rows = await this.#live.db.session.findMany({
        where: { id: { in: [...asked] }, expiresAt: { gt: now } },
        select: { id: true, expiresAt: true },
      })
      const lasting = new Map(rows.map(({ id, expiresAt }) => [id, expiresAt]))
      for (const session of this.#open()) {
        session.expiresAt = lasting.get(session.sessionId) ?? session.expiresAt
      }
      const ended = [...asked].filter((id) => !lasting.has(id))
      if (ended.length > 0) this.#end(new Set(ended))
    } catch (error) {
      // The next sweep looks again.
      this.#all ||= all
      this.#live.logger.warn({ err: error }, 'sessions could not be looked at')
    } finally {
      this.#sweeping = false
    }
  }
}
