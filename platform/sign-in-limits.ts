// Limits password guessing: each attempt is counted before the password is checked, and refunded when it was right.
// Beyond the free attempts each one doubles the delay before the next. In memory, per node.
import { RateLimiterMemory } from 'rate-limiter-flexible'

export interface Attempt {
  account: string
  address: string
  /** Whether the account has a valid session from this address. */
  isKnown: boolean
}

const countedSeconds = 3600
const firstDelaySeconds = 15
const longestDelaySeconds = 300

/** Free attempts per account and address, per account (against guessing from many addresses), and per address. */
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

  /** Counts an attempt and returns 0, or returns the seconds until one is allowed. */
  begin(attempt: Attempt): Promise<number> {
    if (!this.#enabled) return Promise.resolve(0)
    // In sequence, so that simultaneous attempts are all counted.
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

  /** Refunds an attempt with the right password. */
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

/** A user with a session from this address is not delayed by attempts of others on the account or from the address. */
function keysOf({ account, address, isKnown }: Attempt): Key[] {
  const pair: Key = ['pair', `pair ${account} ${address}`]
  if (isKnown) return [pair]
  return [pair, ['account', `account ${account}`], ['address', `address ${address}`]]
}
