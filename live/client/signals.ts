// Presence and typing signals. They are not in the log, so they are dropped when the connection is lost; typing also
// expires after some seconds.
import type { Actor } from '../protocol/actor.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'

export interface Here<A extends Actor = Actor> {
  /** All readers, anonymous ones too. */
  count: number
  /** Some of the signed-in readers. */
  users: readonly A[]
}

/** A typing signal's lifetime: a little more than twice the interval at which they are repeated. */
const typingMs = 7_000
export const typingEveryMs = 3_000

/** `A`: the app's type of user. */
export class Signals<A extends Actor = Actor> {
  readonly #here = new Map<Topic, Here<A>>()
  readonly #typing = new Map<Topic, Map<string, Typing<A>>>()
  readonly #touch: (key: string) => void

  constructor(touch: (key: string) => void) {
    this.#touch = touch
  }

  /** The presence of a topic; null while unknown. */
  here(topic: Topic): Here<A> | null {
    return this.#here.get(topic) ?? null
  }

  /** The users who are typing in a topic, in the order in which they began. */
  typing(topic: Topic): A[] {
    return [...(this.#typing.get(topic)?.values() ?? [])].map(({ user }) => user)
  }

  take(signal: Signal<A>): void {
    if (signal.type === 'presence') {
      this.#here.set(signal.topic, signal.data)
      this.#touch(`here:${signal.topic}`)
    } else if (signal.type === 'typing') this.#types(signal.topic, signal.data.user)
  }

  /** A user has sent their message, so their typing signal ends. */
  said(topic: Topic, userId: string): void {
    const typing = this.#typing.get(topic)
    const known = typing?.get(userId)
    if (!typing || !known) return
    clearTimeout(known.timer)
    typing.delete(userId)
    if (typing.size === 0) this.#typing.delete(topic)
    this.#touch(`typing:${topic}`)
  }

  /** Drops the signals of a topic, or of all topics. */
  forget(topic?: Topic): void {
    const topics = topic ? [topic] : [...this.#here.keys(), ...this.#typing.keys()]
    for (const each of topics) {
      for (const userId of this.#typing.get(each)?.keys() ?? []) this.said(each, userId)
      if (this.#here.delete(each)) this.#touch(`here:${each}`)
    }
  }

  #types(topic: Topic, user: A): void {
    const typing = this.#typing.get(topic) ?? new Map<string, Typing<A>>()
    this.#typing.set(topic, typing)
    const known = typing.get(user.id)
    clearTimeout(known?.timer)
    const timer = setTimeout(() => this.said(topic, user.id), typingMs)
    typing.set(user.id, { user, timer })
    if (!known) this.#touch(`typing:${topic}`)
  }
}

interface Typing<A> {
  user: A
  timer: ReturnType<typeof setTimeout>
}

/** Sends typing signals, at most one per topic in some seconds. */
export class TypingSigns {
  readonly #tell: (topic: Topic) => void
  readonly #toldAt = new Map<Topic, number>()

  constructor(tell: (topic: Topic) => void) {
    this.#tell = tell
  }

  typed(topic: Topic): void {
    const now = Date.now()
    if (now - (this.#toldAt.get(topic) ?? 0) < typingEveryMs) return
    this.#toldAt.set(topic, now)
    this.#tell(topic)
  }

  /** The message was sent: the next keystroke sends a signal at once. */
  sent(topic: Topic): void {
    this.#toldAt.delete(topic)
  }
}
