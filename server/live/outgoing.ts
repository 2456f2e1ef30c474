// What waits to be sent to one peer, counted in bytes and bounded.
import type { Writable } from 'node:stream'

/** A peer that is this many bytes behind is closed; it catches up from its cursor. */
export const queueBound = 1024 * 1024

/** What may be dropped is, once this much waits. */
const signalBound = 64 * 1024

export class Outgoing {
  readonly #stream: Writable
  readonly #overflow: () => void
  #queue: Buffer[] = []
  #bytes = 0
  #blocked = false
  #closed = false
  #drained: (() => void)[] = []

  constructor(stream: Writable, overflow: () => void) {
    this.#stream = stream
    this.#overflow = overflow
    stream.on('drain', () => this.#drain())
    stream.on('close', () => this.close())
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
      this.#overflow()
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
