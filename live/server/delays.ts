// Samples of the time from publishing an event to its delivery receipt, by transport, on this node.
import type { Entry } from './log/entry.ts'

const remembered = 2_000
const keptSamples = 500

/** One transport's delays, in milliseconds. */
export interface DelaySamples {
  transport: string
  samples: number
  median: number
  p99: number
}

export class Delays {
  /** When each of the newest events was passed to the hub, by cursor. */
  readonly #publishedAt = new Map<string, number>()
  readonly #samples = new Map<string, number[]>()

  published(entries: readonly Entry[]): void {
    const now = performance.now()
    for (const { cursor } of entries.slice(-remembered)) this.#publishedAt.set(cursor, now)
    for (const cursor of this.#publishedAt.keys()) {
      if (this.#publishedAt.size <= remembered) break
      this.#publishedAt.delete(cursor)
    }
  }

  /** A client has received an event. Events too old to be remembered are ignored. */
  seen(cursor: string, transport: string): void {
    const at = this.#publishedAt.get(cursor)
    if (at === undefined) return
    const samples = this.#samples.get(transport) ?? []
    samples.push(performance.now() - at)
    if (samples.length > keptSamples) samples.shift()
    this.#samples.set(transport, samples)
  }

  read(): DelaySamples[] {
    return [...this.#samples].map(([transport, samples]) => {
      const sorted = samples.toSorted((a, b) => a - b)
      const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
      return { transport, samples: sorted.length, median: at(0.5), p99: at(0.99) }
    })
  }
}
