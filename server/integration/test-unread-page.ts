// A page for the model test of unread messages: the store of a viewer subscribed to all their rooms, over a real network that the test can cut.
import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { Answer, LiveEvent } from '#features/protocol.ts'
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { Backoff } from '#live/client/backoff.ts'
import { PageConnection } from '#live/client/page-connection.ts'
import { accompanyRooms } from '#features/rooms/companion.ts'
import { roomsClient } from '#features/rooms/client.ts'
import type { Companion } from '#live/client/companion.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { Network } from './test-model-page.ts'
import type { TransportName } from '#live/client/transports/transport.ts'

export class UnreadPage {
  readonly network: Network
  readonly #node: TestNode
  readonly #person: Person
  readonly #order: readonly TransportName[]
  #store: TestBrowser
  #connection: PageConnection | null = null
  #companion: Companion | null = null

  constructor(node: TestNode, person: Person, order: readonly TransportName[]) {
    this.#node = node
    this.#person = person
    this.#order = order
    this.network = new Network(node.url, person.cookie)
    this.#store = this.#newStore()
  }

  /** As a reload does: a snapshot, then the events after it. */
  async load(): Promise<void> {
    this.leave()
    const topic = `user:${this.#person.id}` as const
    const response = await this.#node.request(`/live/snapshot?topics=${topic}`, {}, this.#person)
    const snapshot = (await response.json()) as SnapshotResponse
    const store = this.#newStore()
    this.#store = store
    store.restore(snapshot)
    const connection = new PageConnection(
      {
        origin: this.network.origin,
        fetch: this.network.fetch,
        WebSocket: this.network.WebSocket,
        order: this.#order,
        backoff: new Backoff(60),
        listener: {
          event: (heard) => {
            const event = heard as LiveEvent
            store.apply(event)
            this.#companion?.heard?.(event)
          },
          snapshot: (lost) => {
            store.restore(lost)
            this.#companion?.restored?.(lost.cursor)
          },
        },
      },
      null,
    )
    this.#connection = connection
    connection.subscribe([topic], snapshot.cursor)
    this.#companion = accompanyRooms(store.stateOf(roomsClient), {
      cursor: snapshot.cursor,
      subscribe: (topics, since) => {
        connection.subscribe(topics, since)
        return () => connection.unsubscribe(topics)
      },
      dispatch: (command) => this.#say(store, command),
    })
    connection.start()
  }

  /** Reads a room to its end, as opening it does. */
  async read(roomId: string): Promise<void> {
    const upTo = this.#store.rooms.get(roomId)?.latest
    if (!upTo) return
    this.#store.rooms.read(roomId, upTo)
    await this.#say(this.#store, { type: 'readRoom', roomId, upTo })
  }

  heal(): void {
    this.network.down = false
    this.#connection?.wake()
  }

  leave(): void {
    this.#companion?.stop()
    this.#connection?.stop()
    this.#connection = null
  }

  /** By room: how many messages are unread, the read mark and the newest message. */
  get shown(): Record<string, [unread: number, readUpTo: string, latest: string | null]> {
    return Object.fromEntries(
      this.#store.rooms.list.map(({ room, unread, readUpTo, latest }) => [
        room.id,
        [unread, readUpTo, latest],
      ]),
    )
  }

  #newStore(): TestBrowser {
    const { id, handle } = this.#person
    return new TestBrowser({ id, handle, name: handle, avatar: null })
  }

  async #say(store: TestBrowser, command: object): Promise<Answer> {
    const whole = { ref: randomUUID(), ...command }
    // Retries while the server starts, as the page's own commands do.
    const answer: Answer = await vi.waitFor(() => this.#node.command(this.#person, whole), 20_000)
    if (answer.type === 'ack' && 'readUpTo' in answer.result) store.rooms.told(answer.result)
    return answer
  }
}
