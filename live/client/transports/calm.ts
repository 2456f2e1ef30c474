// The transport `calm`, for viewers who want less traffic or quiet: polls once a minute, or only on request.
import { isHidden } from '../wakeups.ts'
import { pollEvery } from './poll.ts'
import type { Transport } from './transport.ts'

const minuteMs = 60_000
/** Practically never: no heartbeats are expected here. */
const silenceMs = 24 * 60 * minuteMs

export class Calm {
  /** Whether it polls by itself, once a minute while the page is visible. */
  everyMinute = false
  /** When the last answer came, in milliseconds since 1970. */
  asOf: number | null = null
  readonly #answered: () => void
  #ask: (() => void) | null = null

  constructor(answered: () => void) {
    this.#answered = answered
  }

  readonly transport: Transport = (network, topics, since, handlers) => {
    const alive = (): void => {
      this.asOf = Date.now()
      handlers.alive()
      this.#answered()
    }
    const rhythm = {
      waitSeconds: 0,
      pauseMs: () => minuteMs,
      pause: (signal: AbortSignal) => this.#pause(signal),
      heartbeatMs: silenceMs,
    }
    return pollEvery(network, topics, since, { ...handlers, alive }, rhythm)
  }

  /** Polls now. */
  refresh(): void {
    this.#ask?.()
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (this.everyMinute && !isHidden()) end()
      }, minuteMs)
      const end = (): void => {
        clearInterval(timer)
        this.#ask = null
        resolve()
      }
      this.#ask = end
      signal.addEventListener('abort', end)
    })
  }
}
