// What it means for a page that the server refuses topics, or takes them away: a post is gone, somebody is no longer
// in a room, a link is withdrawn, or nobody is signed in any more.
import type { Topic } from '#live/protocol/topics.ts'
import type { Notices } from '#live/client/notices.ts'
import type { Store } from './store.ts'
import type { Refused } from '#live/client/transports/transport.ts'

export class Refusals {
  readonly #store: Store
  readonly #notices: Notices
  readonly #touch: (key: string) => void
  readonly #withdrawn = new Set<string>()

  constructor(store: Store, notices: Notices, touch: (key: string) => void) {
    this.#store = store
    this.#notices = notices
    this.#touch = touch
  }

  /** Whether a visitor's link leads nowhere any more. */
  isWithdrawn(topic: Topic): boolean {
    return this.#withdrawn.has(topic)
  }

  take({ topics, code }: Refused): void {
    // Without a session nothing is known of the rooms: they stay as they were read.
    const isSession = code === 'unauthenticated' || topics.some((name) => name.startsWith('user:'))
    if (isSession) this.signedOut()
    for (const topic of topics) {
      const [kind, id = ''] = topic.split(':')
      if (kind === 'post') this.#store.deletePost(id)
      if (kind === 'visit') this.#withdraw(topic)
      if (kind === 'room' && !isSession) {
        this.#store.talks.forget(id)
        this.#store.rooms.remove(id)
      }
    }
  }

  signedOut(): void {
    this.#notices.add('You are signed out here. Sign in again to go on.', 'unauthenticated')
  }

  /** Another person reads in this browser now. */
  otherReader(): void {
    this.#notices.add(
      'Somebody else is signed in in this browser now. Load the page again to go on as them.',
    )
  }

  #withdraw(topic: string): void {
    this.#withdrawn.add(topic)
    this.#touch(`ended:${topic}`)
  }
}
