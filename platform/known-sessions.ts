// Cache of recently looked-up sessions. The database decides: when a session's row is deleted, the trigger
// "session_ended" notifies every node, which drops it; a node that may have missed notifications drops all.
import { LRUCache } from 'lru-cache'
import type { SignedIn } from './signed-in.ts'

/** The most that a session can outlive its deletion when the notification is lost. */
const keptMs = 10_000
const mostKept = 20_000

export class KnownSessions {
  /** By the exact cookie value that was verified. */
  readonly #byCookie: LRUCache<string, SignedIn>
  /** Counts ended sessions, to detect that one ended during a lookup. */
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

  /** Looks a session up, and caches it unless any session ended meanwhile. */
  async look(cookie: string, lookUp: () => Promise<SignedIn | null>): Promise<SignedIn | null> {
    const known = this.get(cookie)
    if (known) return known
    const ended = this.#ended
    const signedIn = await lookUp()
    if (signedIn && ended === this.#ended) this.#byCookie.set(cookie, signedIn)
    return signedIn
  }

  /** Drops a deleted session; null: drops all, as some may be deleted or a user's profile has changed. */
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
