// Recovers topics whose events since their cursor are no longer in the log: fetches snapshots. Until then they are not
// subscribed, as an event that is older than the snapshot must not come after it.
import type { SnapshotResponse } from '../protocol/messages.ts'
import { maxTopics } from '../protocol/limits.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Interests } from './interests.ts'
import type { Network, Refused } from './transports/transport.ts'
import { fetchSnapshot } from './wire.ts'

export interface Recovery {
  snapshot(snapshot: SnapshotResponse): void
  /** False when none of the topics was subscribed. */
  refused(refused: Refused): boolean
  /** Topics can be subscribed again, or more snapshots fetched. */
  done(): void
  /** The request failed. */
  failed(): void
}

export class LostHistory {
  readonly #network: Network
  readonly #interests: Interests
  readonly #recovery: Recovery
  #recovering = false

  constructor(network: Network, interests: Interests, recovery: Recovery) {
    this.#network = network
    this.#interests = interests
    this.#recovery = recovery
  }

  /** Fetches snapshots of lost topics, unless there are none or a fetch is in progress. */
  async recover(): Promise<void> {
    const topics = this.#interests.lost.slice(0, maxTopics)
    if (this.#recovering || topics.length === 0) return
    this.#recovering = true
    try {
      await this.#read(topics)
      this.#recovering = false
      this.#recovery.done()
    } catch {
      this.#recovering = false
      this.#recovery.failed()
    }
  }

  async #read(topics: Topic[]): Promise<void> {
    const outcome = await fetchSnapshot(this.#network, topics)
    if ('code' in outcome) {
      if (!this.#recovery.refused(outcome)) throw new Error(outcome.message)
      return
    }
    const wanted = this.#interests.lost.filter((topic) => topics.includes(topic))
    if (wanted.length > 0) this.#recovery.snapshot(outcome)
    this.#interests.found(wanted, outcome.cursor)
  }
}
