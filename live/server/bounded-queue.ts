// Backpressure: the bytes that wait to be sent to one peer, bounded.
import type { Writable } from 'node:stream'

/** A peer that is this many bytes behind is disconnected; it resumes from its cursor. */
export const queueBound = 1024 * 1024

/** With this many bytes waiting, signals are dropped. */
const signalBound = 64 * 1024

// An interface instead of callbacks: thousands of queues are idle, and closures for each would cost memory.
export interface QueueOwner {
  /** The bound was exceeded: nothing is sent any more. */
  overflowed(): void
}

export class BoundedQueue {
  readonly #stream: Writable
  readonly #owner: QueueOwner
  /** Null while empty. */
  #queue: Buffer[] | null = null
  #bytes = 0
  #blocked = false
  #closed = false
  #drained: (() => void)[] | null = null

  /** The owner must close the queue when the stream closes. */
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

  /** For signals, which may be lost: dropped when the peer is behind. */
  sendIfReady(bytes: Buffer): void {
    if (this.size < signalBound) this.send(bytes)
  }

  /** Resolves when the queue is empty or closed. */
  async ready(): Promise<void> {
    if (this.#closed || !this.#blocked) return
    await new Promise<void>((resolve) => {
      this.#drained ??= []
      this.#drained.push(resolve)
    })
  }

  /** Drops the queued bytes. */
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
