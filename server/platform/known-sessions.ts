// Sessions that were looked up a moment ago. The row of a session has the last word on it: when that goes, every node
// hears of it (the trigger "session_ended") and forgets; so does whoever may have missed it.
import type { SignedIn } from './auth.ts'

/** Should it not be heard of: no right outlives its end by more than this. */
const keptMs = 10_000
const mostKept = 20_000

interface Known {
  signedIn: SignedIn
  until: number
}

export class KnownSessions {
  readonly #byToken = new Map<string, Known>()
  /** Counts what has ended: what was looked up before may be of one of those. */
  #ended = 0

  get(token: string): SignedIn | null {
    const known = this.#byToken.get(token)
    if (!known) return null
    const now = Date.now()
    if (now < known.until && now < known.signedIn.expiresAt.getTime()) return known.signedIn
    this.#byToken.delete(token)
    return null
  }

  /** Looks a session up, and keeps it unless one ended meanwhile. */
  async look(token: string, lookUp: () => Promise<SignedIn | null>): Promise<SignedIn | null> {
    const known = this.get(token)
    if (known) return known
    const ended = this.#ended
    const signedIn = await lookUp()
    if (signedIn && ended === this.#ended) {
      if (this.#byToken.size >= mostKept) this.#byToken.clear()
      this.#byToken.set(token, { signedIn, until: Date.now() + keptMs })
    }
    return signedIn
  }

  /** A session's row is gone; null: some may be, or somebody is called otherwise now. */
  ended(sessionId: string | null): void {
    this.#ended += 1
    if (sessionId === null) {
      this.#byToken.clear()
      return
    }
    for (const [token, { signedIn }] of this.#byToken) {
      if (signedIn.sessionId === sessionId) this.#byToken.delete(token)
    }
  }
}
