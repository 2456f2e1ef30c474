// A page for the model test of the client: its connection and store over a real network that the test can cut, and a list of errors as sentences.
import { WebSocket } from 'ws'
import type { LiveEvent } from '#features/protocol.ts'
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { Backoff } from '#live/client/backoff.ts'
import { PageConnection } from '#live/client/page-connection.ts'
import type { Sharing } from '#live/client/page-connection.ts'
import { TestBrowser } from '#features/test-browser.ts'
import type { TransportName } from '#live/client/transports/transport.ts'

/** A network that can be cut: open connections break, and new ones fail while it is down. */
export class Network {
  readonly origin: string
  readonly #cookie: string
  readonly #sockets = new Set<WebSocket>()
  #cut = new AbortController()
  #down = false

  constructor(origin: string, cookie: string) {
    this.origin = origin
    this.#cookie = cookie
  }

  readonly fetch: typeof fetch = (input, init) => {
    if (this.#down) return Promise.reject(new TypeError('The network is down.'))
    const signal = init?.signal
      ? AbortSignal.any([init.signal, this.#cut.signal])
      : this.#cut.signal
    const headers = { ...this.#headers, ...(init?.headers as Record<string, string>) }
    return fetch(input, { ...init, headers, signal })
  }

  /** A WebSocket that sends the person's cookie, as a browser would. */
  get WebSocket(): new (url: string) => globalThis.WebSocket {
    const headers = this.#headers
    const opened = (socket: WebSocket): void => {
      if (this.#down) socket.terminate()
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    }
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers })
        opened(this)
      }
    }
    return Socket as unknown as new (url: string) => globalThis.WebSocket
  }

  cut(): void {
    this.#cut.abort(new TypeError('The network was cut.'))
    this.#cut = new AbortController()
    for (const socket of this.#sockets) socket.terminate()
  }

  set down(down: boolean) {
    this.#down = down
    if (down) this.cut()
  }

  get #headers(): Record<string, string> {
    return { cookie: this.#cookie, origin: this.origin }
  }
}

export class ModelPage {
  readonly complaints: string[] = []
  readonly network: Network
  readonly #node: TestNode
  readonly #person: Person
  readonly #place: { sharing: Sharing; order: readonly TransportName[] }
  readonly #random: () => number
  #store: TestBrowser
  #connection: PageConnection | null = null
  /** Since the page was loaded or reset: by topic, the log position of each applied event. */
  #applied = new Map<string, number[]>()
  #since = -1

  constructor(
    node: TestNode,
    person: Person,
    place: { sharing: Sharing; order: readonly TransportName[] },
    random: () => number,
  ) {
    this.#node = node
    this.#person = person
    this.#place = place
    this.#random = random
    this.network = new Network(node.url, person.cookie)
    this.#store = new TestBrowser(null)
  }

  get connection(): PageConnection | null {
    return this.#connection
  }

  /** Loads the page: a snapshot, and a connection from its cursor on. */
  async load(): Promise<void> {
    this.leave()
    const topics = ['feed', `user:${this.#person.id}`] as const
    const response = await this.#node.request(
      `/live/snapshot?topics=${topics.join(',')}`,
      {},
      this.#person,
    )
    const snapshot = (await response.json()) as SnapshotResponse
    const { id, handle } = this.#person
    this.#store = new TestBrowser({ id, handle, name: handle, avatar: null })
    this.#store.posts.lists.open('feed', { posts: [], next: null })
    this.#restore(snapshot)
    const { sharing, order } = this.#place
    const { origin, fetch: request, WebSocket: Socket } = this.network
    this.#connection = new PageConnection(
      {
        origin,
        fetch: request,
        WebSocket: Socket,
        order,
        backoff: new Backoff(60, this.#random),
        listener: {
          event: (event) => this.#apply(event as LiveEvent),
          snapshot: (lost) => this.#restore(lost),
        },
      },
      sharing,
    )
    this.#connection.subscribe([...topics], snapshot.cursor)
    this.#connection.start()
  }

  leave(): void {
    this.#connection?.stop()
    this.#connection = null
  }

  /** The page's state: the counts of each post, and which posts its viewer likes. */
  get shown(): Record<string, { likes: number; comments: number; liked: boolean }> {
    this.#store.posts.lists.reveal('feed')
    const ids = this.#store.posts.lists.get('feed')?.shown ?? new Set<string>()
    const posts = [...ids].flatMap((id) => {
      const post = this.#store.posts.get(id)
      const liked = this.#store.likes.get(id) ?? false
      return post ? [[id, { likes: post.likes, comments: post.comments, liked }] as const] : []
    })
    return Object.fromEntries(posts)
  }

  /** The log's events that never arrived, as sentences. */
  async missed(): Promise<string[]> {
    const applied = new Set([...this.#applied.values()].flat())
    const rows = await this.#node.db.event.findMany({
      where: {
        id: { gt: this.#since },
        topic: { in: ['feed', `user:${this.#person.id}`] },
        type: { not: 'post.counts' },
      },
      select: { id: true, type: true },
    })
    return rows.flatMap(({ id, type }) => (applied.has(Number(id)) ? [] : [`missed ${type} ${id}`]))
  }

  #apply(event: LiveEvent): void {
    this.#store.apply(event)
    const at = positionOf(event.id)
    const applied = this.#applied.get(event.topic) ?? []
    this.#applied.set(event.topic, applied)
    const last = applied.at(-1) ?? -1
    if (at <= last) this.complaints.push(`${event.topic}: ${event.type} ${at} after ${last}`)
    applied.push(at)
  }

  /** Events from before a snapshot may come again: the snapshot includes them. */
  #restore(snapshot: SnapshotResponse): void {
    this.#store.restore(snapshot)
    this.#applied = new Map()
    this.#since = positionOf(snapshot.cursor)
  }
}

/** Cursors are opaque to clients, but a test of the order must decode them. */
function positionOf(cursor: string): number {
  return Number.parseInt(cursor.split('-')[1] ?? '0', 36)
}
