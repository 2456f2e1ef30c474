// Limits the open connections of an address and of a user. In memory, per node.
import { Refusal } from './errors.ts'
import { networkOf } from './address.ts'

/** Generous, as a whole school may share one address. */
const mostOfAddress = 2000
const mostOfUser = 100

/** What a connection's lifetime follows: a response or a socket. */
export interface Life {
  readonly destroyed: boolean
  on(event: 'close', listener: (this: object) => void): unknown
}

/** The number of open connections of an address or a user. */
interface Count {
  readonly key: string
  open: number
}

/**
 * The counted place of one connection: taken before the first await, released once, when the connection closes. Thousands
 * of connections are idle, so all share one listener and the key strings, which saves memory.
 */
class Place {
  readonly #counts: Map<string, Count>
  #address: Count | null = null
  #user: Count | null = null
  #ended = false

  constructor(counts: Map<string, Count>) {
    this.#counts = counts
  }

  takenAt(address: string): void {
    this.#address = this.#take(`address ${networkOf(address)}`, mostOfAddress)
  }

  /** Counts the connection for a user too. Throws a Refusal with code `rate_limited` when they have too many. */
  takenBy(userId: string | null): void {
    if (userId !== null && !this.#ended) this.#user = this.#take(`user ${userId}`, mostOfUser)
  }

  end(): void {
    this.#ended = true
    for (const count of [this.#address, this.#user]) {
      if (!count) continue
      count.open -= 1
      if (count.open === 0) this.#counts.delete(count.key)
    }
    this.#address = null
    this.#user = null
  }

  #take(key: string, most: number): Count {
    const count = this.#counts.get(key) ?? { key, open: 0 }
    if (count.open >= most) throw tooMany()
    count.open += 1
    this.#counts.set(key, count)
    return count
  }
}

const places = new WeakMap<object, Place>()

function onClose(this: object): void {
  places.get(this)?.end()
}

/** Used when limits are disabled, or the connection has closed already. */
const noPlace: Pick<Place, 'takenBy'> = { takenBy: () => undefined }

export class Connections {
  readonly #enabled: boolean
  readonly #counts = new Map<string, Count>()

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Throws a Refusal with code `rate_limited` when the address has too many. */
  open(address: string, life: Life): Pick<Place, 'takenBy'> {
    if (!this.#enabled || life.destroyed) return noPlace
    const place = new Place(this.#counts)
    places.set(life, place)
    life.on('close', onClose)
    place.takenAt(address)
    return place
  }
}

function tooMany(): Refusal {
  return new Refusal(
    'rate_limited',
    'Too many connections are open. Close some and try again.',
    5000,
  )
}
