// The connection over a network that the test plays: fallback, resuming, topics under way, reset.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '#protocol/events.ts'
import type { SnapshotResponse } from '#protocol/messages.ts'
import { Backoff } from './backoff.ts'
import { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection.ts'
import { idOf, sampleEvent } from './sample-views.ts'
import type { Memory } from './transport-choice.ts'
import type { Channel, Handlers, Refused, Subscription, Transport, TransportName } from './transports/transport.ts'

interface Opened {
  name: TransportName
  topics: readonly string[]
  since: string | null
  handlers: Handlers
  changes: { subscribe: readonly Subscription[]; unsubscribe: readonly string[]; answer(refused?: Refused): void; fail(): void }[]
  probes: { resolve(): void; reject(error: Error): void }[]
  closed: boolean
}

let opened: Opened[]
let connection: Connection
const post1 = `post:${idOf(2, 1)}` as const
const post2 = `post:${idOf(2, 2)}` as const

function playing(name: TransportName): Transport {
  return (_network, topics, since, handlers) => {
    const here: Opened = { name, topics, since, handlers, changes: [], probes: [], closed: false }
    opened.push(here)
    const channel: Channel = {
      heartbeats: name === 'sse',
      change: (subscribe, unsubscribe) =>
        new Promise((resolve, reject) => {
          const answer = (refused?: Refused): void => resolve(refused ?? null)
          here.changes.push({ subscribe, unsubscribe, answer, fail: () => reject(new Error('lost')) })
        }),
      probe: () => new Promise((resolve, reject) => here.probes.push({ resolve, reject })),
      command: null,
      close: () => (here.closed = true),
    }
    return channel
  }
}

class Shelf implements Memory {
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

function make(more: Partial<ConnectionOptions> = {}): Connection {
  connection = new Connection({
    origin: 'http://site',
    fetch: () => Promise.reject(new Error('no network in this test')),
    WebSocket: class {} as unknown as typeof WebSocket,
    order: ['sse', 'websocket'],
    table: { sse: playing('sse'), websocket: playing('websocket') },
    backoff: new Backoff(1000, () => 0.5),
    listener: {},
    ...more,
  })
  connection.start()
  return connection
}

const lost = { kind: 'lost', unreachable: false } as const

function last(): Opened {
  return opened.at(-1) as Opened
}

function hello(cursor: string): void {
  last().handlers.hello({ connectionId: 'x', cursor, heartbeatMs: 15_000, user: null })
}

async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}

beforeEach(() => {
  opened = []
  vi.useFakeTimers()
})

afterEach(() => {
  connection.stop()
  vi.useRealTimers()
})

describe('opening', () => {
  it('waits for a topic, then asks for it from where the page stands', async () => {
    make()
    await pass(100)
    expect(opened).toEqual([])
    expect(connection.state).toMatchObject({ status: 'connecting', idle: true })
    connection.subscribe(['feed'], 'c1')
    await pass()
    expect(last()).toMatchObject({ name: 'sse', topics: ['feed'], since: 'c1' })
    hello('c1')
    expect(connection.state).toMatchObject({ status: 'live', transport: 'sse', fallback: false })
  })

  it('goes on to the next transport when hello does not come, and remembers it for ten minutes', async () => {
    const memory = new Shelf()
    make({ memory }).subscribe(['feed'], 'c1')
    await pass()
    await pass(3000)
    expect(opened[0]?.closed).toBe(true)
    await pass(1)
    expect(last().name).toBe('websocket')
    hello('c1')
    expect(connection.state).toMatchObject({ transport: 'websocket', fallback: true })
    connection.stop()
    make({ memory }).subscribe(['feed'], 'c1')
    await pass()
    expect(last().name).toBe('websocket')
    connection.stop()
    await pass(11 * 60_000)
    make({ memory }).subscribe(['feed'], 'c1')
    await pass()
    expect(last().name).toBe('sse')
  })

  it('goes on to the next transport after two failures, but not while the server is away', async () => {
    make({ backoff: new Backoff(0) }).subscribe(['feed'], 'c1')
    await pass()
    for (let attempt = 0; attempt < 5; attempt += 1) {
      last().handlers.end({ kind: 'lost', unreachable: true })
      await pass(500)
    }
    expect(opened.map((each) => each.name)).toEqual(Array.from({ length: 6 }, () => 'sse'))
    last().handlers.end(lost)
    await pass(500)
    last().handlers.end(lost)
    await pass()
    expect(last().name).toBe('websocket')
  })

  it('drops what is refused, says so, and asks for the rest', async () => {
    const refused: Refused[] = []
    make({ listener: { refused: (each) => refused.push(each) } }).subscribe(['feed', post1], 'c1')
    await pass()
    const refusal: Refused = { code: 'not_found', message: 'Gone.', topics: [post1] }
    last().handlers.end({ kind: 'refused', refused: refusal })
    await pass()
    expect(refused).toEqual([refusal])
    expect(last().topics).toEqual(['feed'])
  })

  it('stops for good when it is not allowed at all', async () => {
    make().subscribe(['feed'])
    await pass()
    last().handlers.end({ kind: 'stopped', message: 'You are signed out.' })
    await pass(60_000)
    expect(opened).toHaveLength(1)
    expect(connection.state).toMatchObject({ status: 'stopped', message: 'You are signed out.' })
  })
})

describe('resuming', () => {
  it('comes back at the last event seen, after a jittered wait', async () => {
    const events: LiveEvent[] = []
    make({ listener: { event: (event) => events.push(event) } }).subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    const counts = { postId: idOf(2, 1), likes: 1, comments: 0 }
    last().handlers.event(sampleEvent('post.counts', counts, { id: 'c7' }))
    last().handlers.end(lost)
    expect(connection.state.status).toBe('reconnecting')
    await pass(499)
    expect(opened).toHaveLength(1)
    await pass(1)
    expect(last()).toMatchObject({ topics: ['feed'], since: 'c7' })
    hello('c7')
    expect(connection.state).toMatchObject({ status: 'live', reconnects: 1 })
    expect(events).toHaveLength(1)
  })

  it('comes back at once when it was too slow, and within seconds after a restart', async () => {
    make().subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    await pass(2000)
    last().handlers.end({ kind: 'slow' })
    await pass()
    expect(opened).toHaveLength(2)
    hello('c1')
    last().handlers.end({ kind: 'restart' })
    await pass(5000)
    expect(opened).toHaveLength(3)
  })

  it('notices silence by itself where heartbeats can be heard', async () => {
    make().subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    for (let beat = 0; beat < 4; beat += 1) {
      await pass(15_000)
      last().handlers.alive()
    }
    expect(opened).toHaveLength(1)
    await pass(45_000)
    expect(opened.length).toBeGreaterThan(1)
  })

  it('asks after silence where they cannot', async () => {
    make({ order: ['websocket'] }).subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    await pass(42_000)
    expect(opened).toHaveLength(1)
    expect(last().probes).toHaveLength(1)
    last().probes[0]?.resolve()
    await pass(5_000)
    expect(opened).toHaveLength(1)
    await pass(38_000)
    expect(opened).toHaveLength(1)
    await pass(6_000)
    expect(opened).toHaveLength(2)
  })

  it('does not wait longer when it is woken', async () => {
    make({ backoff: new Backoff(30_000, () => 1) }).subscribe(['feed'], 'c1')
    await pass()
    last().handlers.end(lost)
    await pass(10)
    expect(opened).toHaveLength(1)
    connection.wake()
    await pass()
    expect(opened).toHaveLength(2)
  })
})

describe('changing topics', () => {
  it('keeps the start of a topic until the server has confirmed it', async () => {
    make().subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    connection.subscribe([post1], 'c5')
    await pass()
    expect(last().changes[0]?.subscribe).toEqual([{ topic: post1, since: 'c5' }])
    expect(connection.isLive(post1)).toBe(false)
    last().handlers.end(lost)
    await pass(500)
    expect(last()).toMatchObject({ topics: ['feed'], since: 'c1' })
    hello('c1')
    await pass()
    expect(last().changes[0]?.subscribe).toEqual([{ topic: post1, since: 'c5' }])
    last().changes[0]?.answer()
    await pass()
    expect(connection.isLive(post1)).toBe(true)
    last().handlers.end(lost)
    await pass(2000)
    expect(last()).toMatchObject({ topics: ['feed', post1], since: 'c1' })
  })

  it('asks again for a followed topic from an older start, and gathers what comes in one turn', async () => {
    make().subscribe(['feed', post1], 'c5')
    await pass()
    hello('c5')
    connection.subscribe(['feed'], 'c2')
    connection.subscribe([post2], 'c3')
    connection.unsubscribe([post1])
    await pass()
    expect(last().changes).toHaveLength(1)
    expect(last().changes[0]).toMatchObject({
      subscribe: [
        { topic: 'feed', since: 'c2' },
        { topic: post2, since: 'c3' },
      ],
      unsubscribe: [post1],
    })
  })

  it('asks without the refused topics for the others', async () => {
    const refused: Refused[] = []
    make({ listener: { refused: (each) => refused.push(each) } }).subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    connection.subscribe([post1, post2], 'c2')
    await pass()
    last().changes[0]?.answer({ code: 'not_found', message: 'Gone.', topics: [post1] })
    await pass()
    expect(last().changes[1]?.subscribe).toEqual([{ topic: post2, since: 'c2' }])
    expect(refused.map((each) => each.topics)).toEqual([[post1]])
  })

  it('opens a new stream when the server does not know this one any more', async () => {
    make().subscribe(['feed'], 'c1')
    await pass()
    hello('c1')
    connection.subscribe([post1], 'c2')
    await pass()
    last().changes[0]?.fail()
    await pass(500)
    expect(opened).toHaveLength(2)
  })
})

describe('a reset', () => {
  it('reads a snapshot, hands it on, and goes on from its cursor', async () => {
    const snapshot: SnapshotResponse = { cursor: 'c9', snapshots: { feed: { posts: [], next: null } } }
    const asked: string[] = []
    let down = true
    const fetch = (url: RequestInfo | URL): Promise<Response> => {
      asked.push(String(url))
      if (!down) return Promise.resolve(Response.json(snapshot))
      down = false
      return Promise.resolve(new Response('', { status: 503 }))
    }
    const got: SnapshotResponse[] = []
    make({ fetch: fetch as typeof globalThis.fetch, listener: { snapshot: (each) => got.push(each) } })
    connection.subscribe(['feed'], 'old')
    await pass()
    hello('c8')
    last().handlers.reset({ type: 'reset', topics: ['feed'], cursor: 'c8' })
    await pass(2000)
    expect(asked).toEqual(['http://site/live/snapshot?topics=feed', 'http://site/live/snapshot?topics=feed'])
    expect(got).toEqual([snapshot])
    expect(last().changes[0]?.subscribe).toEqual([{ topic: 'feed', since: 'c9' }])
  })
})
