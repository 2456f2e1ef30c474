// Connections whose other side does not read: whatever waits for them is held in memory, so they have a deadline.
import type { Socket } from 'node:net'

const lookEveryMs = 5000
/** Longer than a train is in a tunnel, or a slow line takes for one part; whoever comes back goes on from their cursor. */
const stalledMs = 60_000

interface Progress {
  /** Bytes of all parts that have left the process as a whole. */
  sent: number
  at: number
}

/** Cuts connections to which nothing could be sent for a while although something waits, until it is stopped. */
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
