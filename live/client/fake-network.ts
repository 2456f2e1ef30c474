// A fake network for tests: records each stream that a connection opens and lets the test play the server.
import { vi } from 'vitest'
import { Backoff } from './backoff.ts'
import { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { Memory } from './transport-choice.ts'
import type { TransportTable } from './transports/table.ts'
import type {
  Channel,
  Handlers,
  Refused,
  Subscription,
  Transport,
  TransportName,
} from './transports/transport.ts'

interface Asked {
  subscribe: readonly Subscription[]
  unsubscribe: readonly string[]
  answer(refused?: Refused): void
  fail(): void
}

export interface Opened {
  name: TransportName
  topics: readonly string[]
  since: string | null
  handlers: Handlers
  changes: Asked[]
  probes: { resolve(): void; reject(error: Error): void }[]
  closed: boolean
}

export const lost = { kind: 'lost', unreachable: false } as const

export class Shelf implements Memory {
  readonly items = new Map<string, string>()

  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value)
  }

  removeItem(key: string): void {
    this.items.delete(key)
  }
}

export class FakeNetwork {
  readonly opened: Opened[] = []
  readonly table: Partial<TransportTable> = {
    sse: this.#playing('sse'),
    websocket: this.#playing('websocket'),
    'long-poll': this.#playing('long-poll'),
    'short-poll': this.#playing('short-poll'),
  }

  /** A started connection over this network. */
  connect(more: Partial<ConnectionOptions> = {}): Connection {
    const connection = new Connection({
      origin: 'http://site',
      fetch: () => Promise.reject(new Error('no network in this test')),
      WebSocket: class {} as unknown as typeof WebSocket,
      order: ['sse', 'websocket'],
      table: this.table,
      backoff: new Backoff(1000, () => 0.5),
      listener: {},
      ...more,
    })
    connection.start()
    return connection
  }

  /** The stream that was opened last. */
  get last(): Opened {
    const last = this.opened.at(-1)
    if (!last) throw new Error('Nothing was opened.')
    return last
  }

  hello(cursor: string): void {
    this.last.handlers.hello({ connectionId: 'x', cursor, heartbeatMs: 15_000, user: null })
  }

  #playing(name: TransportName): Transport {
    return (_network, topics, since, handlers): Channel => {
      const here: Opened = { name, topics, since, handlers, changes: [], probes: [], closed: false }
      this.opened.push(here)
      return {
        heartbeats: name !== 'websocket',
        change: (subscribe, unsubscribe) =>
          new Promise((resolve, reject) => {
            const answer = (refused?: Refused): void => resolve(refused ?? null)
            const fail = (): void => reject(new Error('lost'))
            here.changes.push({ subscribe, unsubscribe, answer, fail })
          }),
        probe: () => new Promise((resolve, reject) => here.probes.push({ resolve, reject })),
        command: null,
        close: () => (here.closed = true),
      }
    }
  }
}

/** Lets fake time pass. */
export async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}
