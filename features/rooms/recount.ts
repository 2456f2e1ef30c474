// Asks the server how much waits in rooms of which the store cannot tell: by saying once more how far one has read.
import type { CommandInput } from '#features/command-input.ts'
import type { Rooms } from './rooms-store.ts'

/** What is deleted may be told to many pages at once: they do not all ask at once. */
const spreadMs = 1_500
const nothingRead = '00000000-0000-0000-0000-000000000000'

export class Recount {
  readonly #rooms: Rooms
  readonly #dispatch: (input: CommandInput) => void
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(rooms: Rooms, dispatch: (input: CommandInput) => void) {
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
