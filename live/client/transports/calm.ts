// Polling for somebody who wants peace, or to save power or data: once a minute, or only when they ask.
import { isHidden } from '../wakeups.ts'
import { pollEvery } from './poll.ts'
import type { Transport } from './transport.ts'

const minuteMs = 60_000
/** As good as never: nobody waits for a sign of life here. */
const silenceMs = 24 * 60 * minuteMs

export class Calm {
  /** Whether it asks by itself, once a minute while somebody looks. */
  everyMinute = false
  /** When it last had an answer, in milliseconds since 1970. */
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

  /** Asks now. */
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
