// When something last came, and how long it took: told at once, and then at most once a second, for a
// busy topic is no reason to draw the sign again and again.
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

  /** Notes an event. One from before `liveAt` was caught up with and says nothing about the way here. */
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
