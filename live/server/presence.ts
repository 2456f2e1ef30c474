// Presence: per topic, the users and anonymous readers that are subscribed on this node. In memory only. Changes are sent
// at most once a second, and a reader leaves only after some seconds, so that a page reload changes nothing.
import type { Actor } from '../protocol/actor.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Subscriber } from './subscriber.ts'

const tickMs = 1000
const graceMs = 5000
/** The most users to list; the others are only counted. */
const named = 20
/** Larger audiences get presence signals less often: one second between them per this many readers. */
const readersPerSecond = 1000

interface Present {
  user: Actor | null
  connections: number
  leftAt: number
}

/** The readers of one topic, and of topics that count towards its presence. */
interface Audience {
  present: Map<string, Present>
  changed: boolean
  toldAt: number
}

interface PresenceOptions {
  /** The topics whose presence counts a subscriber of `topic`: itself first; empty when it has no presence. */
  toldOn(topic: Topic): readonly Topic[]
  /** Sends a signal to its topic's subscribers. */
  tell(signal: Signal): void
}

export class Presence {
  readonly #audiences = new Map<Topic, Audience>()
  readonly #options: PresenceOptions
  readonly #timer: NodeJS.Timeout

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#tick(Date.now()), tickMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  joined(topic: Topic, subscriber: Subscriber): void {
    for (const each of this.#options.toldOn(topic)) {
      const audience = this.#enter(each, subscriber)
      if (each === topic) subscriber.peer.signal(toSignal(topic, audience))
    }
  }

  left(topic: Topic, subscriber: Subscriber): void {
    for (const each of this.#options.toldOn(topic)) this.#leave(each, subscriber)
  }

  #enter(topic: Topic, subscriber: Subscriber): Audience {
    const audience = this.#audiences.get(topic) ?? emptyAudience()
    this.#audiences.set(topic, audience)
    const key = keyOf(subscriber)
    const known = audience.present.get(key)
    if (known) known.connections += 1
    else {
      const user = subscriber.session?.user ?? null
      audience.present.set(key, { user, connections: 1, leftAt: 0 })
      audience.changed = true
    }
    return audience
  }

  #leave(topic: Topic, subscriber: Subscriber): void {
    const present = this.#audiences.get(topic)?.present.get(keyOf(subscriber))
    if (!present) return
    present.connections -= 1
    present.leftAt = Date.now()
  }

  #tick(now: number): void {
    for (const [topic, audience] of this.#audiences) {
      for (const [key, { connections, leftAt }] of audience.present) {
        if (connections > 0 || now - leftAt < graceMs) continue
        audience.present.delete(key)
        audience.changed = true
      }
      if (audience.present.size === 0) {
        this.#audiences.delete(topic)
        continue
      }
      const pause = Math.max(tickMs, (audience.present.size / readersPerSecond) * 1000)
      if (!audience.changed || now - audience.toldAt < pause) continue
      audience.changed = false
      audience.toldAt = now
      this.#options.tell(toSignal(topic, audience))
    }
  }
}

/** A signed-in user counts once for all tabs, an anonymous reader once per connection. */
function keyOf(subscriber: Subscriber): string {
  return subscriber.session?.user.id ?? subscriber.connectionId
}

function toSignal(topic: Topic, { present }: Audience): Signal {
  const users: Actor[] = []
  for (const { user } of present.values()) {
    if (user) users.push(user)
    if (users.length === named) break
  }
  return { type: 'presence', topic, data: { count: present.size, users } }
}

function emptyAudience(): Audience {
  return { present: new Map(), changed: false, toldAt: 0 }
}
