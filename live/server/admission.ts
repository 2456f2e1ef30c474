// Rate limits by cost: the price of each kind of request, the budget of an address and of a user, and how much heavy
// work of one address runs at a time. In memory, per node.
import { setTimeout as wait } from 'node:timers/promises'
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../../platform/errors.ts'
import { networkOf } from '../../platform/address.ts'
import { Lanes } from '../../platform/lanes.ts'

/** Who sends a request. All without an account share the budget of their address. */
export interface Asker {
  address: string
  userId: string | null
}

/** Prices in points; one point is about 0.1 ms of server time. Each new kind of request gets its price here. */
export const prices = {
  /** Any HTTP request or WebSocket message: parsing and answering. */
  request: 1,
  /** A page rendered for one reader, or for the first reader of a shared one. */
  page: 120,
  /** Database work of a page of a list, an avatar or a visitor's message. */
  api: 25,
  /** The largest page of a list. */
  manyApi: 60,
  /** A body larger than any message: an uploaded picture, which is decoded and cropped. */
  upload: 500,
  /** A stream or a WebSocket: hello, presence, heartbeats. */
  connection: 10,
  /** A poll. */
  poll: 2,
  /** The permission check of one topic. */
  topic: 0.2,
  /** A cursor to resume from: it may have to be looked up in the database. */
  resume: 2,
  /** One missed log entry. */
  entry: 0.08,
  /** A page of entries that are no longer in memory. */
  older: 60,
  /** One topic's snapshot. */
  snapshot: 12,
} as const
export type Priced = keyof typeof prices

interface Allowance {
  perSecond: number
  /** Extra points within a minute: after a restart all clients reconnect at once. */
  burst: number
}

/** Generous, as a whole school may share one address; shared pages for signed-out readers cost next to nothing. */
const ofStrangers: Allowance = { perSecond: 4_000, burst: 60_000 }
/** All requests of an address, signed in or not. */
const ofAddress: Allowance = { perSecond: 8_000, burst: 240_000 }
const ofPerson: Allowance = { perSecond: 1_000, burst: 12_000 }
const burstSeconds = 60

/** Heavy tasks of one address at a time; its others queue, so that other addresses need not wait for them. */
const atOnce = 2
/** Queue length: more than a school class that opens pages at the same time. */
const mostInLine = 1500
const lineLimitMs = 30_000

export class Admission {
  readonly #enabled: boolean
  // Each limiter drops the entry of an address or a user when its minute is over.
  readonly #strangers = limiter('stranger', ofStrangers)
  readonly #addresses = limiter('address', ofAddress)
  readonly #people = limiter('person', ofPerson)
  readonly #lanes = new Lanes({ atOnce, mostInLine, lineLimitMs })

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Charges `times` the price. Throws a Refusal with code `rate_limited` when the budget is used up. */
  async admit(asker: Asker, what: Priced, times = 1): Promise<void> {
    const ms = await this.#consume(asker, prices[what] * times)
    if (ms > 0) throw tooMuch(ms)
  }

  /** As `admit`, but waits for budget instead of throwing: for entries, which the server sends at its own pace. */
  async pace(asker: Asker, what: Priced, times = 1): Promise<void> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const ms = await this.#consume(asker, prices[what] * times)
      if (ms === 0) return
      // oxlint-disable-next-line no-await-in-loop
      await wait(ms)
    }
  }

  /** Runs heavy work when it is its address's turn. Throws a Refusal when the queue is full or too slow. */
  inLine<T>({ address }: Asker, work: () => Promise<T>): Promise<T> {
    return this.#enabled ? this.#lanes.run(networkOf(address), work) : work()
  }

  /** Milliseconds until a retry makes sense; 0: the points were charged. */
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
