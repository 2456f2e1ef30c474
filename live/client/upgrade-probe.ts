// Probes whether a better transport works again, while the current stream stays open.
import type { Topic } from '../protocol/topics.ts'
import type { TransportChoice } from './transport-choice.ts'
import type { Network, Transport, TransportName } from './transports/transport.ts'

const helloLimitMs = 3_000

export class UpgradeProbe {
  readonly #choice: TransportChoice
  readonly #works: (name: TransportName) => Promise<boolean>
  readonly #upgraded: () => void
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Number of the current attempt, so that the results of older ones are ignored. */
  #round = 0

  /** `upgraded`: called when a better transport has been chosen; the caller must then replace the open stream. */
  constructor(
    choice: TransportChoice,
    works: (name: TransportName) => Promise<boolean>,
    upgraded: () => void,
  ) {
    this.#choice = choice
    this.#works = works
    this.#upgraded = upgraded
  }

  /** Schedules the next probe, as long as there is a better transport. */
  plan(): void {
    this.rest()
    const { lookInMs } = this.#choice
    if (lookInMs !== null) this.#timer = setTimeout(() => void this.now(), lookInMs)
  }

  /** Probes the better transports now, best first. */
  async now(): Promise<void> {
    this.rest()
    const round = this.#round
    for (const name of this.#choice.better) {
      // oxlint-disable-next-line no-await-in-loop
      const works = await this.#works(name)
      if (round !== this.#round) return
      if (!works) continue
      this.#choice.upgrade(name)
      return this.#upgraded()
    }
    this.#choice.stay()
    this.plan()
  }

  /** Cancels probes, as the stream has ended or changed. */
  rest(): void {
    this.#round += 1
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

/** Opens a stream, resolves with whether hello came, and closes it. Never rejects. */
export function tryTransport(
  transport: Transport,
  network: Network,
  topics: readonly Topic[],
  since: string | null,
): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (works: boolean): void => {
      clearTimeout(limit)
      // A transport may call back before it has returned its channel.
      queueMicrotask(() => channel.close())
      resolve(works)
    }
    const limit = setTimeout(() => done(false), helloLimitMs)
    const ignore = (): void => undefined
    const channel = transport(network, topics, since, {
      alive: ignore,
      hello: () => done(true),
      event: ignore,
      signal: ignore,
      reset: ignore,
      at: ignore,
      late: ignore,
      heartbeat: ignore,
      refused: ignore,
      end: () => done(false),
    })
  })
}
