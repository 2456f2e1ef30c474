// What waits to be sent to one peer, counted in bytes and bounded.
import type { Writable } from 'node:stream'

/** A peer that is this many bytes behind is closed; it catches up from its cursor. */
export const queueBound = 1024 * 1024

/** What may be dropped is, once this much waits. */
const signalBound = 64 * 1024

// Thousands of these stand idle: what each holds is little, and no function of its own where a method will do.
export interface QueueOwner {
  /** More waits than may: nothing is sent any more. */
  overflowed(): void
}

export class BoundedQueue {
  readonly #stream: Writable
  readonly #owner: QueueOwner
  /** Null while nothing waits. */
  #queue: Buffer[] | null = null
  #bytes = 0
  #blocked = false
  #closed = false
  #drained: (() => void)[] | null = null

  /** The owner closes it when the stream is closed. */
  constructor(stream: Writable, owner: QueueOwner) {
    this.#stream = stream
    this.#owner = owner
  }

  /** Bytes that wait here or in the socket. */
  get size(): number {
    return this.#bytes + this.#stream.writableLength
  }

  send(bytes: Buffer): void {
    if (this.#closed) return
    if (!this.#blocked) {
      this.#write(bytes)
      return
    }
    this.#queue ??= []
    this.#queue.push(bytes)
    this.#bytes += bytes.length
    if (this.size > queueBound) {
      this.close()
      this.#owner.overflowed()
    }
  }

  /** For what may be lost: it is, first of all, when the peer is behind. */
  sendIfReady(bytes: Buffer): void {
    if (this.size < signalBound) this.send(bytes)
  }

  /** Resolves when nothing waits, or the peer is gone. */
  async ready(): Promise<void> {
    if (this.#closed || !this.#blocked) return
    await new Promise<void>((resolve) => {
      this.#drained ??= []
      this.#drained.push(resolve)
    })
  }

  /** Forgets what waits. */
  close(): void {
    this.#closed = true
    this.#queue = null
    this.#bytes = 0
    this.#release()
  }

  #write(bytes: Buffer): void {
    if (this.#stream.write(bytes)) return
    this.#blocked = true
    this.#stream.once('drain', () => this.#drain())
  }

  #drain(): void {
    this.#blocked = false
    if (this.#queue) {
      const bytes = Buffer.concat(this.#queue, this.#bytes)
      this.#queue = null
      this.#bytes = 0
      this.#write(bytes)
    }
    if (!this.#blocked) this.#release()
  }

  #release(): void {
    const waiting = this.#drained
    this.#drained = null
    for (const resolve of waiting ?? []) resolve()
  }
}
