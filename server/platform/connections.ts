// How many connections one address and one person may have open at a time. In memory, of this node.
import { Refusal } from '#protocol/errors.ts'
import { networkOf } from './address.ts'

/** A school may stand behind one address. */
const mostOfAddress = 2000
const mostOfUser = 100

/** What a connection lives on: a response or a socket. */
export interface Life {
  readonly destroyed: boolean
  once(event: 'close', listener: () => void): unknown
}

/** One connection's place: taken before anything is awaited, given back once, when the connection's life ends. */
export interface Place {
  /** Counts it for a person too. Throws a Refusal with code `rate_limited` when they have too many. */
  takenBy(userId: string | null): void
}

export class Connections {
  readonly #enabled: boolean
  readonly #open = new Map<string, number>()

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Throws a Refusal with code `rate_limited` when the address has too many. */
  open(address: string, life: Life): Place {
    const keys: string[] = []
    let over = life.destroyed
    const take = (key: string, most: number): void => {
      if (!this.#enabled || over) return
      const open = this.#open.get(key) ?? 0
      if (open >= most) throw tooMany()
      this.#open.set(key, open + 1)
      keys.push(key)
    }
    if (!over) {
      life.once('close', () => {
        over = true
        for (const key of keys.splice(0)) this.#release(key)
      })
    }
    take(`address ${networkOf(address)}`, mostOfAddress)
    return {
      takenBy: (userId) => {
        if (userId !== null) take(`user ${userId}`, mostOfUser)
      },
    }
  }

  #release(key: string): void {
    const left = (this.#open.get(key) ?? 1) - 1
    if (left > 0) this.#open.set(key, left)
    else this.#open.delete(key)
  }
}

function tooMany(): Refusal {
  return new Refusal(
    'rate_limited',
    'Too many connections are open. Close some and try again.',
    5000,
  )
}
