// Notices when the log grows and this node hands nothing on, though everything looks connected: compares the
// log's end, asked of the database over the pool, with what has gone to the subscribers.

export interface Watched {
  /** The newest position that the database has. */
  end(): Promise<number>
  /** The newest position that has been handed to the subscribers. */
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

  /** Whether what the database has comes through, within some seconds. */
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
    // Whether the database answers at all is not the question here.
    const position = await this.#watched.end().catch(() => 0)
    this.#asking = false
    if (this.#watched.delivered() >= position) return
    this.#awaited = { position, since: Date.now(), told: false }
  }
}
