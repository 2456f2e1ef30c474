// Subscribes every page to the viewer's rooms, so that unread messages are counted as they arrive.
import type { Topic } from '#live/protocol/topics.ts'

/** Connections have a limit of topics; in older rooms the count comes with the next page. */
const mostFollowed = 60

export class FollowedRooms {
  readonly #releases = new Map<string, () => void>()
  readonly #hold: (topics: readonly Topic[], since: string) => () => void

  constructor(hold: (topics: readonly Topic[], since: string) => () => void) {
    this.#hold = hold
  }

  /** Subscribes to exactly these rooms; new subscriptions start at the cursor `since`. */
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
