// Closes connections whose client does not read: the data queued for them occupies memory.
import type { Socket } from 'node:net'

const lookEveryMs = 5000
/** Longer than a train is in a tunnel, or a slow line needs for one write; live clients resume from their cursor. */
const stalledMs = 60_000

interface Progress {
  /** Bytes of all writes that were flushed completely. */
  sent: number
  at: number
}

/** Until stopped, destroys sockets with queued data on which no write has finished for the time limit. */
export class StalledSockets {
  readonly #sockets: ReadonlySet<Socket>
  readonly #stalled = new Map<Socket, Progress>()
  readonly #timer: NodeJS.Timeout

  constructor(sockets: ReadonlySet<Socket>, { everyMs = lookEveryMs, limitMs = stalledMs } = {}) {
    this.#sockets = sockets
    this.#timer = setInterval(() => this.#look(Date.now(), limitMs), everyMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(now: number, limitMs: number): void {
    for (const socket of this.#stalled.keys()) {
      if (!this.#sockets.has(socket)) this.#stalled.delete(socket)
    }
    for (const socket of this.#sockets) {
      if (socket.writableLength === 0) {
        this.#stalled.delete(socket)
        continue
      }
      const sent = socket.bytesWritten - socket.writableLength
      const known = this.#stalled.get(socket)
      if (known?.sent !== sent) this.#stalled.set(socket, { sent, at: now })
      else if (now - known.at >= limitMs) socket.destroy()
    }
  }
}
