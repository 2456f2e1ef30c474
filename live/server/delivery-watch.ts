// Detects that the log grows while this node delivers nothing, though all connections look healthy: compares the
// log's end, read over the pool, with the position delivered to subscribers.

export interface Watched {
  /** The log's newest position in the database. */
  end(): Promise<number>
  /** The newest position delivered to the subscribers. */
  delivered(): number
  /** Called once when an event is overdue. */
  overdue(position: number): void
}

const everyMs = 3_000
const limitMs = 5_000

export class DeliveryWatch {
  readonly #watched: Watched
  readonly #timer: NodeJS.Timeout
  #awaited: { position: number; since: number; told: boolean } | null = null
  #asking = false

  constructor(watched: Watched) {
    this.#watched = watched
    this.#timer = setInterval(() => void this.#look(), everyMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Whether events of the database reach the subscribers within some seconds. */
  healthy(): boolean {
    return this.#awaited === null || Date.now() - this.#awaited.since < limitMs
  }

  async #look(): Promise<void> {
    const awaited = this.#awaited
    if (awaited) {
      if (this.#watched.delivered() >= awaited.position) this.#awaited = null
      else if (!this.healthy() && !awaited.told) {
        awaited.told = true
        this.#watched.overdue(awaited.position)
      }
      return
    }
    if (this.#asking) return
    this.#asking = true
    // A database that does not answer is noticed elsewhere.
    const position = await this.#watched.end().catch(() => 0)
    this.#asking = false
    if (this.#watched.delivered() >= position) return
    this.#awaited = { position, since: Date.now(), told: false }
  }
}
