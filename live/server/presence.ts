// Who is here: per topic, the people and the unnamed readers that follow it on this node; on the feed, everybody
// who follows something that is public. Lives in memory, costs no row, is told at most once a second, and a leave only counts
// after some seconds: a reload is none.
import type { Signal } from '../protocol/events.ts'
import type { Author } from '#platform/author.ts'
import type { Subscriber } from './subscriber.ts'

/** Where all readers of it and of posts are counted: who is in a room, or writes to an inbox, is no business of the public's. */
const site = 'feed'
const tickMs = 1000
const graceMs = 5000
/** The first so many are named, the others counted. */
const named = 20
/** A topic with more readers is told less often: one telling a second for each so many. */
const readersPerSecond = 1000

interface Present {
  user: Author | null
  connections: number
  leftAt: number
}

interface Room {
  present: Map<string, Present>
  changed: boolean
  toldAt: number
}

export class Presence {
  readonly #rooms = new Map<string, Room>()
  readonly #tell: (signal: Signal) => void
  readonly #timer: NodeJS.Timeout

  constructor(tell: (signal: Signal) => void) {
    this.#tell = tell
    this.#timer = setInterval(() => this.#tick(Date.now()), tickMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  joined(topic: string, subscriber: Subscriber): void {
    if (isPublic(topic)) {
      const all = this.#enter(site, subscriber)
      if (topic === site) subscriber.peer.signal(toSignal(site, all))
    }
    if (isPlace(topic)) subscriber.peer.signal(toSignal(topic, this.#enter(topic, subscriber)))
  }

  left(topic: string, subscriber: Subscriber): void {
    if (isPublic(topic)) this.#leave(site, subscriber)
    if (isPlace(topic)) this.#leave(topic, subscriber)
  }

  #enter(topic: string, subscriber: Subscriber): Room {
    const room = this.#rooms.get(topic) ?? emptyRoom()
    this.#rooms.set(topic, room)
    const key = keyOf(subscriber)
    const known = room.present.get(key)
    if (known) known.connections += 1
    else {
      const user = subscriber.session?.user ?? null
      room.present.set(key, { user, connections: 1, leftAt: 0 })
      room.changed = true
    }
    return room
  }

  #leave(topic: string, subscriber: Subscriber): void {
    const present = this.#rooms.get(topic)?.present.get(keyOf(subscriber))
    if (!present) return
    present.connections -= 1
    present.leftAt = Date.now()
  }

  #tick(now: number): void {
    for (const [topic, room] of this.#rooms) {
      for (const [key, { connections, leftAt }] of room.present) {
        if (connections > 0 || now - leftAt < graceMs) continue
        room.present.delete(key)
        room.changed = true
      }
      if (room.present.size === 0) {
        this.#rooms.delete(topic)
        continue
      }
      const pause = Math.max(tickMs, (room.present.size / readersPerSecond) * 1000)
      if (!room.changed || now - room.toldAt < pause) continue
      room.changed = false
      room.toldAt = now
      this.#tell(toSignal(topic, room))
    }
  }
}

/** A person is one however many tabs are open; who is not signed in is one a connection. */
function keyOf(subscriber: Subscriber): string {
  return subscriber.session?.user.id ?? subscriber.connectionId
}

function isPublic(topic: string): boolean {
  return topic === site || topic.startsWith('post:')
}

function isPlace(topic: string): boolean {
  return topic.startsWith('post:') || topic.startsWith('room:')
}

function toSignal(topic: string, room: Room): Signal {
  const users: Author[] = []
  for (const { user } of room.present.values()) {
    if (user) users.push(user)
    if (users.length === named) break
  }
  const place = topic
  return { type: 'presence', topic: place, data: { count: room.present.size, users } }
}

function emptyRoom(): Room {
  return { present: new Map(), changed: false, toldAt: 0 }
}
