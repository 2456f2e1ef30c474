// A TCP proxy in front of the site that does to connections what bad networks do. Knows just enough of HTTP to
// tell the live streams apart.
import { createServer, connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

export interface Faults {
  /** Milliseconds that each piece takes longer, each way. */
  delayMs?: number
  /** Event streams are held back until they end. */
  buffersStreams?: 'get' | 'all'
  /** The wish for a WebSocket does not get through. */
  stripsUpgrade?: boolean
  /** Connections on which nothing went for so long are closed. */
  idleMs?: number
  /** How many bytes a live stream may carry before it is cut, in the midst of whatever it says. */
  cutAfter?: () => number
  /** Nothing gets through any more, and nothing is closed. */
  blackHole?: boolean
}

const streams = /^(?:GET|POST) \/live\/(sse|ws)[? ]/

export class FaultProxy {
  /** May be changed while it runs. */
  faults: Faults
  /** How many connections it has cut or closed. */
  ended = 0
  readonly #server: Server
  readonly #target: number
  readonly #sockets = new Set<Socket>()
  #refuses = false

  private constructor(target: number, faults: Faults) {
    this.faults = faults
    this.#target = target
    this.#server = createServer((client) => this.#join(client))
  }

  static async start(origin: string, faults: Faults = {}): Promise<FaultProxy> {
    const proxy = new FaultProxy(Number(new URL(origin).port), faults)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** As while a server is away: what is open is cut, and nothing new is taken. */
  refuse(is: boolean): void {
    this.#refuses = is
    if (is) for (const socket of this.#sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(client: Socket): void {
    if (this.#refuses) return void client.destroy()
    const upstream = connect(this.#target, '127.0.0.1')
    const both = [client, upstream]
    const end = (): void => both.forEach((socket) => socket.destroy())
    for (const socket of both) {
      this.#sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        // What was said before the end is still on its way.
        setTimeout(end, 2 * (this.faults.delayMs ?? 0))
      })
      if (this.faults.idleMs !== undefined) {
        socket.setTimeout(this.faults.idleMs, () => {
          if (!socket.destroyed) this.ended += 1
          end()
        })
      }
    }
    let isStream = false
    let held: Buffer[] | null = null
    let left = Infinity
    client.on('data', (data) => {
      const piece = Buffer.from(data)
      const head = piece.toString('latin1')
      if (streams.test(head)) {
        isStream = true
        left = this.faults.cutAfter?.() ?? Infinity
      }
      if (this.#holdsBack(head)) held = []
      const strips = this.faults.stripsUpgrade === true && /^upgrade:/im.test(head)
      const passed = head.replace(/^(upgrade|connection): .*\r\n/gim, '')
      this.#pass(upstream, strips ? Buffer.from(passed, 'latin1') : piece)
    })
    upstream.on('data', (data) => {
      const piece = Buffer.from(data)
      if (held) {
        held.push(piece)
        return
      }
      const taken = isStream ? piece.subarray(0, left) : piece
      if (isStream) left -= piece.length
      this.#pass(client, taken)
      if (left > 0) return
      this.ended += 1
      setTimeout(end, this.faults.delayMs ?? 0)
    })
    upstream.on('end', () => {
      for (const piece of held ?? []) this.#pass(client, piece)
    })
  }

  #holdsBack(head: string): boolean {
    const { buffersStreams = 'none' } = this.faults
    if (head.startsWith('GET /live/sse')) return buffersStreams !== 'none'
    return buffersStreams === 'all' && head.startsWith('POST /live/sse')
  }

  #pass(to: Socket, piece: Buffer): void {
    if (this.faults.blackHole === true) return
    const write = (): void => {
      if (!to.destroyed) to.write(piece)
    }
    if (this.faults.delayMs === undefined) write()
    else setTimeout(write, this.faults.delayMs)
  }
}
