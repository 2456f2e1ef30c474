// Has the server recount unread messages where the store cannot: it sends the current read mark once more.
import type { Rooms } from './rooms-store.ts'

/** Sends the command. */
type MarkRead = (input: { type: 'readRoom'; roomId: string; upTo: string }) => void

/** One deletion may reach many pages at once: a random delay spreads their requests. */
const spreadMs = 1_500
const nothingRead = '00000000-0000-0000-0000-000000000000'

export class Recount {
  readonly #rooms: Rooms
  readonly #dispatch: MarkRead
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(rooms: Rooms, dispatch: MarkRead) {
    this.#rooms = rooms
    this.#dispatch = dispatch
  }

  /** Schedules a recount, if any room needs one. */
  plan(): void {
    if (this.#rooms.doubtful.size === 0) return
    this.#timer ??= setTimeout(() => this.#ask(), Math.random() * spreadMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #ask(): void {
    this.#timer = null
    for (const roomId of this.#rooms.doubtful) {
      const own = this.#rooms.get(roomId)
      if (own) this.#dispatch({ type: 'readRoom', roomId, upTo: own.readUpTo || nothingRead })
    }
    this.#rooms.doubtful.clear()
  }
}
