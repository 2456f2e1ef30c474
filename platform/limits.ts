// How much one person or one address may do: commands, signals, connections. In memory, of this node.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { CommandType } from '#features/protocol.ts'
import { Refusal } from './errors.ts'
import { Connections } from './connections.ts'

/** Points in seconds: all commands of a person, and of these the ones that make others read. */
const commandLimit = { points: 120, duration: 10 }
const writingLimit = { points: 20, duration: 60 }
/** Talk is quicker than writing for all. */
const talkLimit = { points: 40, duration: 30 }
/** Of people without an account: what one address begins, and what goes through one link or gateway. */
const outsideLimits = {
  page: { points: 10, duration: 600 },
  link: { points: 40, duration: 60 },
  gateway: { points: 600, duration: 60 },
}
const signalLimit = { points: 10, duration: 5 }

const writing: ReadonlySet<CommandType> = new Set([
  'post',
  'comment',
  'editProfile',
  'createRoom',
  'openDirect',
  'invite',
  'createDraft',
  'askToDraft',
  'keepVersion',
  'publishDraft',
  'updatePublished',
])

export class Limits {
  readonly #enabled: boolean
  readonly #commands = new RateLimiterMemory({ keyPrefix: 'command', ...commandLimit })
  readonly #writings = new RateLimiterMemory({ keyPrefix: 'writing', ...writingLimit })
  readonly #talk = new RateLimiterMemory({ keyPrefix: 'talk', ...talkLimit })
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

  /** Throws a Refusal with code `rate_limited` when a person has given too many commands. */
  async command(userId: string, type: CommandType): Promise<void> {
    if (!this.#enabled) return
    await refuseTooMany(async () => {
      await this.#commands.consume(userId)
      if (writing.has(type)) await this.#writings.consume(userId)
      if (type === 'message') await this.#talk.consume(userId)
    })
  }

  /** As `command`, for somebody without an account: `key` is an address, a link or an inbox. */
  async outside(key: string, by: keyof typeof outsideLimits): Promise<void> {
    if (!this.#enabled) return
    await refuseTooMany(async () => {
      await this.#outside[by].consume(key)
    })
  }

  /** Whether a signal may be passed on; one too many is dropped, as signals may be. */
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
