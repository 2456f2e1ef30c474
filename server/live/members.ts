// Ends what somebody follows of a room once they are no member of it, or their link is withdrawn, however that came about.
import type { Live } from './live.ts'
import type { Subscriber } from './subscriber.ts'
import { endTopic, permitted } from './subscription.ts'
import { parseTopic } from '#protocol/topics.ts'

export class Members {
  readonly #live: Live

  constructor(live: Live) {
    this.#live = live
  }

  /** Somebody is no longer in a room; null: that may be so of anybody. */
  gone(gone: { roomId: string; userId: string } | null): void {
    if (gone) {
      for (const subscriber of this.#live.hub.subscribers()) {
        if (subscriber.session?.user.id === gone.userId)
          endTopic(this.#live, subscriber, `room:${gone.roomId}`)
      }
      return
    }
    this.#lookAtAll().catch((error: unknown) => {
      this.#live.logger.warn({ err: error }, 'the members of rooms could not be looked at')
    })
  }

  /** A visitor's link has been withdrawn. */
  visitEnded(visitId: string): void {
    for (const subscriber of this.#live.hub.subscribers())
      endTopic(this.#live, subscriber, `visit:${visitId}`)
  }

  async #lookAtAll(): Promise<void> {
    const byUser = new Map<string | null, Subscriber[]>()
    for (const subscriber of this.#live.hub.subscribers()) {
      const userId = subscriber.session?.user.id ?? null
      const subscribers = byUser.get(userId) ?? []
      subscribers.push(subscriber)
      byUser.set(userId, subscribers)
    }
    for (const [userId, subscribers] of byUser) {
      const names = new Set(subscribers.flatMap(({ topics }) => [...topics.keys()]))
      const rooms = [...names].flatMap((name) => {
        const topic = parseTopic(name)
        return topic?.kind === 'room' || topic?.kind === 'visit' ? [topic] : []
      })
      if (rooms.length === 0) continue
      // It comes after a loss of the database only: one person after the other does not hurry it.
      // oxlint-disable-next-line no-await-in-loop
      const { error } = await permitted(this.#live, userId, rooms)
      for (const topic of error?.topics ?? []) {
        for (const subscriber of subscribers) endTopic(this.#live, subscriber, topic)
      }
    }
  }
}
