// Asks the server how much waits in rooms of which the store cannot tell: by saying once more how far one has read.
import type { Rooms } from './rooms-store.ts'

/** How it says so. */
type MarkRead = (input: { type: 'readRoom'; roomId: string; upTo: string }) => void

/** What is deleted may be told to many pages at once: they do not all ask at once. */
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

  /** Asks soon, if there is anything to ask. */
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
