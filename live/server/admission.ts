// One gate for whatever somebody may ask of a node: what it costs, how much of that an address and a person get, and
// how much heavy work of one address is done at a time. In memory, of this node.
import { setTimeout as wait } from 'node:timers/promises'
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../../platform/errors.ts'
import { networkOf } from '../../platform/address.ts'
import { Lanes } from '../../platform/lanes.ts'

/** Who asks. Without an account they are one with all strangers of their address. */
export interface Asker {
  address: string
  userId: string | null
}

/** What each thing costs: a point for about a tenth of a millisecond of the server's time. What is new gets its price here. */
export const prices = {
  /** Any request or message of a WebSocket: it is read and answered with something. */
  request: 1,
  /** A page that is rendered for one reader, or for the first of many. */
  page: 120,
  /** What a part of a list, an avatar or a message from outside asks of the database. */
  api: 25,
  /** A larger part: as much of a list as is given at once. */
  manyApi: 60,
  /** A body that is larger than any message: a picture is read, and cut. */
  upload: 500,
  /** A stream or a WebSocket: hello, who is here, heartbeats. */
  connection: 10,
  /** A poll. */
  poll: 2,
  /** A topic that is to be followed: may it be? */
  topic: 0.2,
  /** A cursor to go on from: the log may have to be asked for it. */
  resume: 2,
  /** An entry of the log that a reader has missed. */
  entry: 0.08,
  /** A page of entries that memory holds no more. */
  older: 60,
  /** The state of a topic. */
  snapshot: 12,
} as const
export type Priced = keyof typeof prices

interface Allowance {
  perSecond: number
  /** Beyond that, within a minute: everybody comes back at once after a restart. */
  burst: number
}

/** A school may stand behind one address: strangers see pages that are rendered for all, and these cost next to nothing. */
const ofStrangers: Allowance = { perSecond: 4_000, burst: 60_000 }
/** All of an address, those with accounts too. */
const ofAddress: Allowance = { perSecond: 8_000, burst: 240_000 }
const ofPerson: Allowance = { perSecond: 1_000, burst: 12_000 }
const burstSeconds = 60

/** Heavy work of one address under way at a time; the rest waits in line, so that nobody else waits for all of it. */
const atOnce = 2
/** More than a class that opens its pages together. */
const mostInLine = 1500
const lineLimitMs = 30_000

export class Admission {
  readonly #enabled: boolean
  // Each forgets an address or a person once its minute is over.
  readonly #strangers = limiter('stranger', ofStrangers)
  readonly #addresses = limiter('address', ofAddress)
  readonly #people = limiter('person', ofPerson)
  readonly #lanes = new Lanes({ atOnce, mostInLine, lineLimitMs })

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Takes the price of `times` of something. Throws a Refusal with code `rate_limited` when it is too much. */
  async admit(asker: Asker, what: Priced, times = 1): Promise<void> {
    const ms = await this.#consume(asker, prices[what] * times)
    if (ms > 0) throw tooMuch(ms)
  }

  /** The same, but waits where it is too much: for what is sent at the server's own pace. */
  async pace(asker: Asker, what: Priced, times = 1): Promise<void> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const ms = await this.#consume(asker, prices[what] * times)
      if (ms === 0) return
      // oxlint-disable-next-line no-await-in-loop
      await wait(ms)
    }
  }

  /** Does heavy work for somebody, when it is their address's turn. Throws a Refusal when too much waits for that. */
  inLine<T>({ address }: Asker, work: () => Promise<T>): Promise<T> {
    return this.#enabled ? this.#lanes.run(networkOf(address), work) : work()
  }

  /** Milliseconds until it makes sense to try again; 0: it has been taken. */
  async #consume({ address, userId }: Asker, points: number): Promise<number> {
    if (!this.#enabled || points === 0) return 0
    const network = networkOf(address)
    try {
      await this.#addresses.consume(network, points)
      await (userId === null
        ? this.#strangers.consume(network, points)
        : this.#people.consume(userId, points))
      return 0
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      return Math.max(1, error.msBeforeNext)
    }
  }
}

function limiter(name: string, { perSecond, burst }: Allowance): BurstyRateLimiter {
  return new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: name, points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: `${name} burst`, points: burst, duration: burstSeconds }),
  )
}

function tooMuch(ms: number): Refusal {
  return new Refusal('rate_limited', 'That was a lot at once. Try again in a moment.', ms)
}
