// Ends the connections of sessions that have ended: within a second, however they ended.
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
    if (sessionId === null) void this.#sweep(true)
    else {
      this.#live.hub.close('session', ({ session }) => session?.sessionId === sessionId)
      this.#live.drafts.sessionEnded(sessionId)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Expiry moves while a session is in use, so the database has the last word. */
  async #sweep(all: boolean): Promise<void> {
    if (this.#sweeping) return
    this.#sweeping = true
    try {
      const now = new Date()
      const asked = new Set<string>()
      for (const { session } of this.#live.hub.subscribers()) {
        if (session && (all || session.expiresAt <= now)) asked.add(session.sessionId)
      }
      if (asked.size === 0) return
      const rows = await this.#live.db.session.findMany({
        where: { id: { in: [...asked] }, expiresAt: { gt: now } },
        select: { id: true },
      })
      for (const { id } of rows) asked.delete(id)
      this.#live.hub.close(
        'session',
        ({ session }) => session !== null && asked.has(session.sessionId),
      )
    } catch (error) {
      this.#live.logger.warn({ err: error }, 'sessions could not be looked at')
    } finally {
      this.#sweeping = false
    }
  }
}
