// Topics whose history since their cursor the server has no more: read anew as snapshots.
import type { SnapshotResponse } from '#protocol/messages.ts'
import type { Topic } from '#protocol/topics.ts'
import { Backoff } from './backoff.ts'
import type { Network, Refused } from './transports/transport.ts'
import { fetchSnapshot } from './wire.ts'

export interface Recovery {
  /** Whether the stream that the events since the snapshot come by is there. */
  isOpen(): boolean
  snapshot(snapshot: SnapshotResponse, topics: readonly Topic[]): void
  /** False when nothing of it was asked for. */
  refused(refused: Refused): boolean
}

export class LostHistory {
  readonly #network: Network
  readonly #recovery: Recovery
  readonly #topics = new Set<Topic>()
  readonly #backoff = new Backoff()
  #recovering = false

  constructor(network: Network, recovery: Recovery) {
    this.#network = network
    this.#recovery = recovery
  }

  add(topics: readonly Topic[]): void {
    for (const topic of topics) this.#topics.add(topic)
  }

  drop(topics: readonly Topic[]): void {
    for (const topic of topics) this.#topics.delete(topic)
  }

  /** Reads what is lost anew; tries until it succeeds or the stream ends. */
  async recover(): Promise<void> {
    if (this.#recovering) return
    this.#recovering = true
    while (this.#topics.size > 0 && this.#recovery.isOpen()) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        await this.#read([...this.#topics])
        this.#backoff.reset()
      } catch {
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => setTimeout(resolve, this.#backoff.next()))
      }
    }
    this.#recovering = false
  }

  async #read(topics: Topic[]): Promise<void> {
    const outcome = await fetchSnapshot(this.#network, topics)
    if ('code' in outcome && this.#recovery.refused(outcome)) return
    this.drop(topics)
    if (!('code' in outcome)) this.#recovery.snapshot(outcome, topics)
  }
}
