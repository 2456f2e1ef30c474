// Queues with limited concurrency, one per key.
import { Refusal } from './errors.ts'

export interface LaneBounds {
  atOnce: number
  mostInLine: number
  /** Work that has waited longer is rejected, as its client has given up. */
  lineLimitMs: number
}

interface Lane {
  running: number
  line: Set<() => void>
}

export class Lanes {
  readonly #bounds: LaneBounds
  readonly #lanes = new Map<string, Lane>()

  constructor(bounds: LaneBounds) {
    this.#bounds = bounds
  }

  /** Throws a Refusal with code `rate_limited` when the queue is full, or the wait too long. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(key) ?? { running: 0, line: new Set() }
    this.#lanes.set(key, lane)
    if (lane.running < this.#bounds.atOnce) lane.running += 1
    else await this.#turn(lane)
    try {
      return await work()
    } finally {
      // setImmediate lets other work run first: queued synchronous work would otherwise block the event loop.
      setImmediate(() => this.#release(key, lane))
    }
  }

  #release(key: string, lane: Lane): void {
    const [next] = lane.line
    if (next) next()
    else if ((lane.running -= 1) === 0) this.#lanes.delete(key)
  }

  /** Resolves when a place is free. */
  #turn({ line }: Lane): Promise<void> {
    const { mostInLine, lineLimitMs } = this.#bounds
    if (line.size >= mostInLine) throw tooLong()
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer)
        line.delete(begin)
      }
      const begin = (): void => {
        leave()
        resolve()
      }
      const timer = setTimeout(() => {
        leave()
        reject(tooLong())
      }, lineLimitMs)
      line.add(begin)
    })
  }
}

function tooLong(): Refusal {
  return new Refusal('rate_limited', 'Many ask for this at once. Try again in a moment.', 2000)
}
