// What is only so at the moment: who is here, and who is typing. Not in the log, so it is forgotten when the
// connection is lost, and typing by itself after some seconds.
import type { Actor } from '../protocol/actor.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'

export interface Here<A extends Actor = Actor> {
  /** Everybody, the unnamed too. */
  count: number
  /** Some of those who are signed in. */
  users: readonly A[]
}

/** A little more than twice the time between two signals of somebody who goes on typing. */
const typingMs = 7_000
export const typingEveryMs = 3_000

/** `A`: what the app's people have beside their ids. */
export class Signals<A extends Actor = Actor> {
  readonly #here = new Map<Topic, Here<A>>()
  readonly #typing = new Map<Topic, Map<string, Typing<A>>>()
  readonly #touch: (key: string) => void

  constructor(touch: (key: string) => void) {
    this.#touch = touch
  }

  /** Who follows the topic; null while that is not known. */
  here(topic: Topic): Here<A> | null {
    return this.#here.get(topic) ?? null
  }

  /** Who types there, the one who began first in front. */
  typing(topic: Topic): A[] {
    return [...(this.#typing.get(topic)?.values() ?? [])].map(({ user }) => user)
  }

  take(signal: Signal<A>): void {
    if (signal.type === 'presence') {
      this.#here.set(signal.topic, signal.data)
      this.#touch(`here:${signal.topic}`)
    } else if (signal.type === 'typing') this.#types(signal.topic, signal.data.user)
  }

  /** Somebody has said what they were typing. */
  said(topic: Topic, userId: string): void {
    const typing = this.#typing.get(topic)
    const known = typing?.get(userId)
    if (!typing || !known) return
    clearTimeout(known.timer)
    typing.delete(userId)
    if (typing.size === 0) this.#typing.delete(topic)
    this.#touch(`typing:${topic}`)
  }

  /** Nothing more is heard of the topic, or of any. */
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

/** Tells at most once in some seconds that its reader types. */
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

  /** What was typed is sent: the next letter is a new beginning. */
  sent(topic: Topic): void {
    this.#toldAt.delete(topic)
  }
}
