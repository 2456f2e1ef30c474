// Reports when the last event came and how long it took: the first at once, then at most once a second, so that
// a busy topic does not render the status again and again.
import type { LiveEvent } from '../protocol/events.ts'
import { serverNow } from './server-clock.ts'

export interface News {
  lastEventAt?: number
  delayMs?: number
}

const everyMs = 1_000

export class Traffic {
  readonly #tell: (news: News) => void
  #news: News | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(tell: (news: News) => void) {
    this.#tell = tell
  }

  /** Records an event. No delay is taken from events before `liveAt`, which were missed and replayed. */
  heard(event: LiveEvent, liveAt: number): void {
    const now = Date.now()
    const took = Math.max(0, serverNow() - Date.parse(event.at))
    this.#news = { lastEventAt: now, ...(now - took > liveAt ? { delayMs: took } : {}) }
    if (this.#timer === null) this.#flush()
  }

  rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #flush(): void {
    this.#timer = null
    if (!this.#news) return
    this.#tell(this.#news)
    this.#news = null
    this.#timer = setTimeout(() => this.#flush(), everyMs)
  }
}
