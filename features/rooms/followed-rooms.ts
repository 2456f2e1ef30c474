// The reader's rooms are followed on every page, so that what waits there is counted as it comes.
import type { Topic } from '#live/protocol/topics.ts'

/** Topics are limited for each connection; in older rooms the count comes with the next page. */
const mostFollowed = 60

export class FollowedRooms {
  readonly #releases = new Map<string, () => void>()
  readonly #hold: (topics: readonly Topic[], since: string) => () => void

  constructor(hold: (topics: readonly Topic[], since: string) => () => void) {
    this.#hold = hold
  }

  /** Follows these and no others; those that were not followed yet from a cursor on. */
  follow(roomIds: readonly string[], since: string): void {
    const wanted = roomIds.slice(0, mostFollowed)
    for (const [roomId, release] of this.#releases) {
      if (wanted.includes(roomId)) continue
      release()
      this.#releases.delete(roomId)
    }
    for (const roomId of wanted) {
      if (!this.#releases.has(roomId)) {
        this.#releases.set(roomId, this.#hold([`room:${roomId}`], since))
      }
    }
  }
}
