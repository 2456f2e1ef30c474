// What waits to be sent to one peer, counted in bytes and bounded.
import type { Writable } from 'node:stream'

/** A peer that is this many bytes behind is closed; it catches up from its cursor. */
export const queueBound = 1024 * 1024

/** What may be dropped is, once this much waits. */
const signalBound = 64 * 1024

// Thousands of these stand idle: what each holds is little, and no function of its own where a method will do.
export interface Overflowing {
  /** More waits than may: nothing is sent any more. */
  overflowed(): void
}

export class Outgoing {
  readonly #stream: Writable
  readonly #owner: Overflowing
  #queue: Buffer[] = []
  #bytes = 0
  #blocked = false
  #closed = false
  #drained: (() => void)[] = []

  /** The owner closes it when the stream is closed. */
  constructor(stream: Writable, owner: Overflowing) {
    this.#stream = stream
    this.#owner = owner
    stream.on('drain', () => this.#drain())
  }

  /** Bytes that wait here or in the socket. */
  get size(): number {
    return this.#bytes + this.#stream.writableLength
  }

  send(bytes: Buffer): void {
    if (this.#closed) return
    if (!this.#blocked) {
      this.#blocked = !this.#stream.write(bytes)
      return
    }
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
    await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  /** Forgets what waits. */
  close(): void {
    this.#closed = true
    this.#queue = []
    this.#bytes = 0
    this.#release()
  }

  #drain(): void {
    this.#blocked = false
    if (this.#queue.length > 0) {
      const bytes = Buffer.concat(this.#queue, this.#bytes)
      this.#queue = []
      this.#bytes = 0
      this.#blocked = !this.#stream.write(bytes)
    }
    if (!this.#blocked) this.#release()
  }

  #release(): void {
    const waiting = this.#drained
    this.#drained = []
    for (const resolve of waiting) resolve()
  }
}
