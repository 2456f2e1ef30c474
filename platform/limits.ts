// Rate limits by user or address: commands, signals, connections. In memory, per node.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from './errors.ts'
import { Connections } from './connections.ts'

/** The most commands of one user in a time; all commands with the same rate count together. */
export interface Rate {
  readonly name: string
  readonly most: number
  readonly perSeconds: number
}

/** All commands of one user; `duration` in seconds. */
const commandLimit = { points: 120, duration: 10 }
/** Limits for visitors: per address, per link and per gateway. */
const outsideLimits = {
  page: { points: 10, duration: 600 },
  link: { points: 40, duration: 60 },
  gateway: { points: 600, duration: 60 },
}
const signalLimit = { points: 10, duration: 5 }

export class Limits {
  readonly #enabled: boolean
  readonly #commands = new RateLimiterMemory({ keyPrefix: 'command', ...commandLimit })
  readonly #rates = new Map<string, RateLimiterMemory>()
  readonly #signals = new RateLimiterMemory({ keyPrefix: 'signal', ...signalLimit })
  readonly #outside = {
    page: new RateLimiterMemory({ keyPrefix: 'page', ...outsideLimits.page }),
    link: new RateLimiterMemory({ keyPrefix: 'link', ...outsideLimits.link }),
    gateway: new RateLimiterMemory({ keyPrefix: 'gateway', ...outsideLimits.gateway }),
  }
  readonly connections: Connections

  constructor(enabled: boolean) {
    this.#enabled = enabled
    this.connections = new Connections(enabled)
  }

  /** Throws a Refusal with code `rate_limited` when a user has sent too many commands, or too many of this rate. */
  async command(userId: string, rate?: Rate): Promise<void> {
    if (!this.#enabled) return
    await refuseTooMany(async () => {
      await this.#commands.consume(userId)
      if (rate) await this.#limiterOf(rate).consume(userId)
    })
  }

  /** As `command`, for a visitor: `key` is an address, a link or an inbox. */
  async outside(key: string, by: keyof typeof outsideLimits): Promise<void> {
    if (!this.#enabled) return
    await refuseTooMany(async () => {
      await this.#outside[by].consume(key)
    })
  }

  #limiterOf({ name, most, perSeconds }: Rate): RateLimiterMemory {
    const known = this.#rates.get(name)
    if (known) return known
    const limiter = new RateLimiterMemory({ keyPrefix: name, points: most, duration: perSeconds })
    this.#rates.set(name, limiter)
    return limiter
  }

  /** Whether a signal may be sent; signals beyond the limit are dropped. */
  async signal(userId: string): Promise<boolean> {
    if (!this.#enabled) return true
    return this.#signals.consume(userId).then(
      () => true,
      () => false,
    )
  }
}

async function refuseTooMany(consume: () => Promise<void>): Promise<void> {
  try {
    await consume()
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
    throw new Refusal(
      'rate_limited',
      `That was a lot at once. Try again in ${seconds} seconds.`,
      Math.max(1, error.msBeforeNext),
    )
  }
}
