// Ends what somebody follows of a room once they are no member of it, or their link is withdrawn, however that came about.
import type { Live } from '#live/server/live.ts'
import type { Subscriber } from '#live/server/subscriber.ts'
import { endTopic, permitted } from '#live/server/subscription.ts'

export class Members {
  readonly #live: Live

  constructor(live: Live) {
    this.#live = live
  }

  /**
   * Somebody is no longer in a room that is not public; without `userId`: it is public no longer, which ends it for
   * whoever read along; null: it is not known whom or which room it was, and each is looked at.
   */
  gone(gone: { roomId: string; userId: string | null } | null): void {
    if (gone?.userId) return this.#end(gone.roomId, gone.userId)
    this.#look(gone?.roomId ?? null).catch((error: unknown) => {
      this.#live.logger.warn({ err: error }, 'the members of rooms could not be looked at')
      // Nobody goes on hearing of a room because the database could not be asked: they may come back.
      if (gone) this.#end(gone.roomId, null)
    })
  }

  /** A visitor's link has been withdrawn. */
  visitEnded(visitId: string): void {
    for (const subscriber of this.#live.hub.subscribers())
      endTopic(this.#live, subscriber, `visit:${visitId}`)
  }

  /** Ends a room for one person, or for all. */
  #end(roomId: string, userId: string | null): void {
    for (const subscriber of this.#live.hub.subscribers()) {
      if (userId === null || subscriber.session?.user.id === userId)
        endTopic(this.#live, subscriber, `room:${roomId}`)
    }
  }

  /** Ends what its readers may follow no longer, of one room or of all. */
  async #look(roomId: string | null): Promise<void> {
    const byUser = new Map<string | null, Subscriber[]>()
    for (const subscriber of this.#live.hub.subscribers()) {
      const userId = subscriber.session?.user.id ?? null
      if (roomId !== null && !subscriber.topics.has(`room:${roomId}`)) continue
      const subscribers = byUser.get(userId) ?? []
      subscribers.push(subscriber)
      byUser.set(userId, subscribers)
    }
    const lookAt = ([userId, subscribers]: [string | null, Subscriber[]]): Promise<void> =>
      this.#lookAt(userId, subscribers, roomId)
    if (roomId !== null) {
      await Promise.all([...byUser].map(lookAt))
      return
    }
    // It comes after a loss of the database only: one person after the other does not hurry it.
    // oxlint-disable-next-line no-await-in-loop
    for (const each of byUser) await lookAt(each)
  }

  async #lookAt(
    userId: string | null,
    subscribers: readonly Subscriber[],
    roomId: string | null,
  ): Promise<void> {
    const names = new Set(subscribers.flatMap(({ topics }) => [...topics.keys()]))
    const rooms = [...names].flatMap((name) => {
      const topic = this.#live.protocol.readTopic(name)
      if (roomId !== null) return topic?.kind === 'room' && topic.id === roomId ? [topic] : []
      return topic?.kind === 'room' || topic?.kind === 'visit' ? [topic] : []
    })
    if (rooms.length === 0) return
    const { error } = await permitted(this.#live, userId, rooms)
    for (const topic of error?.topics ?? []) {
      for (const subscriber of subscribers) endTopic(this.#live, subscriber, topic)
    }
  }
}
