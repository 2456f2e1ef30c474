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

  /**
   * Somebody is no longer in a room; without `userId`: it may be public no longer, which ends it for whoever read it
   * without being in it; null: any of that may be so of any.
   */
  gone(gone: { roomId: string; userId: string | null } | null): void {
    this.#look(gone).catch((error: unknown) => {
      this.#live.logger.warn({ err: error }, 'the members of rooms could not be looked at')
      if (gone) this.#endAll(gone)
    })
  }

  /** A visitor's link has been withdrawn. */
  visitEnded(visitId: string): void {
    for (const subscriber of this.#live.hub.subscribers())
      endTopic(this.#live, subscriber, `visit:${visitId}`)
  }

  /** Nobody goes on hearing of a room because the database could not be asked: they may come back. */
  #endAll({ roomId, userId }: { roomId: string; userId: string | null }): void {
    for (const subscriber of this.#live.hub.subscribers()) {
      if (userId === null || subscriber.session?.user.id === userId)
        endTopic(this.#live, subscriber, `room:${roomId}`)
    }
  }

  /** Ends what those concerned may follow no longer; a public room may be read by whoever has left it. */
  async #look(gone: { roomId: string; userId: string | null } | null): Promise<void> {
    const byUser = new Map<string | null, Subscriber[]>()
    for (const subscriber of this.#live.hub.subscribers()) {
      const userId = subscriber.session?.user.id ?? null
      if (gone?.userId && gone.userId !== userId) continue
      if (gone && !subscriber.topics.has(`room:${gone.roomId}`)) continue
      const subscribers = byUser.get(userId) ?? []
      subscribers.push(subscriber)
      byUser.set(userId, subscribers)
    }
    for (const [userId, subscribers] of byUser) {
      const names = new Set(subscribers.flatMap(({ topics }) => [...topics.keys()]))
      const rooms = [...names].flatMap((name) => {
        const topic = parseTopic(name)
        if (gone) return topic?.kind === 'room' && topic.id === gone.roomId ? [topic] : []
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
