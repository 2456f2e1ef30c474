// Sessions that were looked up a moment ago. The row of a session has the last word on it: when that goes, every node
// hears of it (the trigger "session_ended") and forgets; so does whoever may have missed it.
import { LRUCache } from 'lru-cache'
import type { SignedIn } from './signed-in.ts'

/** Should it not be heard of: no right outlives its end by more than this. */
const keptMs = 10_000
const mostKept = 20_000

export class KnownSessions {
  /** By the very cookie that was verified. When it is full, the one that was used longest ago goes. */
  readonly #byCookie: LRUCache<string, SignedIn>
  /** Counts what has ended: what was looked up before may be of one of those. */
  #ended = 0

  constructor(most = mostKept) {
    this.#byCookie = new LRUCache({ max: most, ttl: keptMs, ttlResolution: 0, perf: Date })
  }

  get(cookie: string): SignedIn | null {
    const known = this.#byCookie.get(cookie)
    if (!known) return null
    if (Date.now() < known.expiresAt.getTime()) return known
    this.#byCookie.delete(cookie)
    return null
  }

  /** Looks a session up, and keeps it unless one ended meanwhile. */
  async look(cookie: string, lookUp: () => Promise<SignedIn | null>): Promise<SignedIn | null> {
    const known = this.get(cookie)
    if (known) return known
    const ended = this.#ended
    const signedIn = await lookUp()
    if (signedIn && ended === this.#ended) this.#byCookie.set(cookie, signedIn)
    return signedIn
  }

  /** A session's row is gone; null: some may be, or somebody is called otherwise now. */
  ended(sessionId: string | null): void {
    this.#ended += 1
    if (sessionId === null) {
      this.#byCookie.clear()
      return
    }
    for (const [cookie, signedIn] of this.#byCookie.entries()) {
      if (signedIn.sessionId === sessionId) this.#byCookie.delete(cookie)
    }
  }
}
