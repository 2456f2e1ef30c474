// How often a password may be guessed: attempts are counted before anything is looked at, and given back when they were right.
// Past what is free each one makes the next wait, twice as long as the one before. In memory, of this node.
import { RateLimiterMemory } from 'rate-limiter-flexible'

export interface Attempt {
  account: string
  address: string
  /** Whether somebody is signed in to this account from this address. */
  isKnown: boolean
}

const countedSeconds = 3600
const firstDelaySeconds = 15
const longestDelaySeconds = 300

/** By account and address together, by account alone, so that many addresses do not guess one, and by address alone. */
const free = { pair: 5, account: 20, address: 50 }

type Key = [kind: keyof typeof free, key: string]

export class SignInLimits {
  readonly #enabled: boolean
  readonly #counts = new RateLimiterMemory({ points: 1, duration: countedSeconds })
  #last: Promise<unknown> = Promise.resolve()
  readonly #delays = new RateLimiterMemory({ keyPrefix: 'delay', points: 1, duration: 1 })

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Counts an attempt; the seconds that it has to wait for first, or 0. */
  begin(attempt: Attempt): Promise<number> {
    if (!this.#enabled) return Promise.resolve(0)
    // One after another: many at once are many.
    const seconds = this.#last.then(() => this.#begin(attempt))
    this.#last = seconds.catch(() => undefined)
    return seconds
  }

  async #begin(attempt: Attempt): Promise<number> {
    const keys = keysOf(attempt)
    const delays = await Promise.all(keys.map(([, key]) => this.#delays.get(key)))
    const waitMs = Math.max(...delays.map((delay) => delay?.msBeforeNext ?? 0))
    if (waitMs > 0) return Math.ceil(waitMs / 1000)
    await Promise.all(keys.map((key) => this.#count(key)))
    return 0
  }

  /** The attempt was right. */
  async succeeded(attempt: Attempt): Promise<void> {
    if (!this.#enabled) return
    for (const [kind, key] of keysOf(attempt)) {
      // oxlint-disable-next-line no-await-in-loop
      await (kind === 'pair' ? this.#counts.delete(key) : this.#counts.reward(key))
    }
  }

  async #count([kind, key]: Key): Promise<void> {
    const { consumedPoints } = await this.#counts.penalty(key)
    const over = consumedPoints - free[kind]
    if (over <= 0) return
    await this.#delays.block(
      key,
      Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (over - 1)),
    )
  }
}

/** Who is signed in from an address already is not held up by what strangers do to the account or others there. */
function keysOf({ account, address, isKnown }: Attempt): Key[] {
  const pair: Key = ['pair', `pair ${account} ${address}`]
  if (isKnown) return [pair]
  return [pair, ['account', `account ${account}`], ['address', `address ${address}`]]
}
