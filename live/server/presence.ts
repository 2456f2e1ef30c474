// Who is here: per topic, the people and the unnamed readers that follow it on this node. Lives in memory, costs no row,
// is told at most once a second, and a leave only counts after some seconds: a reload is none.
import type { Actor } from '../protocol/actor.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Subscriber } from './subscriber.ts'

const tickMs = 1000
const graceMs = 5000
/** The first so many are named, the others counted. */
const named = 20
/** A topic with more readers is told less often: one telling a second for each so many. */
const readersPerSecond = 1000

interface Present {
  user: Actor | null
  connections: number
  leftAt: number
}

/** All who follow a topic, or one that is counted there too. */
interface Audience {
  present: Map<string, Present>
  changed: boolean
  toldAt: number
}

interface PresenceOptions {
  /** On which topics it is told that somebody follows one: itself first, where it is told there. */
  toldOn(topic: Topic): readonly Topic[]
  /** Says it to all who follow the signal's topic. */
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

/** A person is one however many tabs are open; who is not signed in is one a connection. */
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
