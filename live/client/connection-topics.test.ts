// Tests of a connection's topics over a fake network: requested, confirmed, refused, reset.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import type { SnapshotResponse } from '../protocol/messages.ts'
import type { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { FakeNetwork, lost, pass } from './fake-network.ts'
import type { Refused } from './transports/transport.ts'

let network: FakeNetwork
let connection: Connection
const thing1 = 'thing:1'
const thing2 = 'thing:2'

function make(more: Partial<ConnectionOptions> = {}): Connection {
  connection = network.connect(more)
  return connection
}

beforeEach(() => {
  network = new FakeNetwork()
  vi.useFakeTimers()
})

afterEach(() => {
  connection.stop()
  vi.useRealTimers()
})

describe('changing topics', () => {
  it('keeps the start of a topic until the server has confirmed it', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    connection.subscribe([thing1], 'c5')
    await pass()
    expect(network.last.changes[0]?.subscribe).toEqual([{ topic: thing1, since: 'c5' }])
    expect(connection.isLive(thing1)).toBe(false)
    network.last.handlers.end(lost)
    await pass(500)
    expect(network.last).toMatchObject({ topics: ['things'], since: 'c1' })
    network.hello('c1')
    await pass()
    expect(network.last.changes[0]?.subscribe).toEqual([{ topic: thing1, since: 'c5' }])
    network.last.changes[0]?.answer()
    await pass()
    expect(connection.isLive(thing1)).toBe(true)
    network.last.handlers.end(lost)
    await pass(2000)
    expect(network.last).toMatchObject({ topics: ['things', thing1], since: 'c1' })
  })

  it('follows all of more than a hundred topics again after the connection was lost', async () => {
    const topics = Array.from({ length: 250 }, (_, index) => `thing:${index}`)
    make().subscribe(topics, 'c1')
    await pass()
    network.hello('c1')
    const asked = new Set<string>(network.last.topics)
    const answerAll = async (): Promise<void> => {
      for (const change of network.last.changes) {
        for (const { topic, since } of change.subscribe) if (since === 'c1') asked.add(topic)
        change.answer()
        await pass()
      }
    }
    await pass()
    await answerAll()
    expect(asked.size).toBe(250)
    network.last.handlers.end(lost)
    await pass(2000)
    asked.clear()
    for (const topic of network.last.topics) asked.add(topic)
    expect(network.last).toMatchObject({ since: 'c1' })
    network.hello('c1')
    await pass()
    await answerAll()
    expect(asked.size).toBe(250)
    expect(topics.every((topic) => connection.isLive(topic))).toBe(true)
  })

  it('asks again for a followed topic from an older start, and gathers what comes in one turn', async () => {
    make().subscribe(['things', thing1], 'c5')
    await pass()
    network.hello('c5')
    connection.subscribe(['things'], 'c2')
    connection.subscribe([thing2], 'c3')
    connection.unsubscribe([thing1])
    await pass()
    expect(network.last.changes).toHaveLength(1)
    expect(network.last.changes[0]).toMatchObject({
      subscribe: [
        { topic: 'things', since: 'c2' },
        { topic: thing2, since: 'c3' },
      ],
      unsubscribe: [thing1],
    })
  })

  it('asks without the refused topics for the others', async () => {
    const refused: Refused[] = []
    make({ listener: { refused: (each) => refused.push(each) } }).subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    connection.subscribe([thing1, thing2], 'c2')
    await pass()
    network.last.changes[0]?.answer({ code: 'not_found', message: 'Gone.', topics: [thing1] })
    await pass()
    expect(network.last.changes[1]?.subscribe).toEqual([{ topic: thing2, since: 'c2' }])
    expect(refused.map((each) => each.topics)).toEqual([[thing1]])
  })

  it('opens a new stream when the server does not know this one any more', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    connection.subscribe([thing1], 'c2')
    await pass()
    network.last.changes[0]?.fail()
    await pass(500)
    expect(network.opened).toHaveLength(2)
  })
})

describe('a reset', () => {
  it('reads a snapshot, hands it on, and goes on from its cursor', async () => {
    const snapshot: SnapshotResponse = {
      cursor: 'c9',
      snapshots: { things: { names: [] } },
    }
    const asked: string[] = []
    let down = true
    const fetch = (url: RequestInfo | URL): Promise<Response> => {
      asked.push(String(url))
      if (!down) return Promise.resolve(Response.json(snapshot))
      down = false
      return Promise.resolve(new Response('', { status: 503 }))
    }
    const got: SnapshotResponse[] = []
    make({ fetch, listener: { snapshot: (each) => got.push(each) } })
    connection.subscribe(['things'], 'old')
    await pass()
    network.hello('c8')
    const broken = network.last
    broken.handlers.reset({ type: 'reset', topics: ['things'], cursor: 'c8' })
    expect(broken.closed).toBe(true)
    await pass(2000)
    expect(asked).toEqual([
      'http://site/live/snapshot?topics=things',
      'http://site/live/snapshot?topics=things',
    ])
    expect(got).toEqual([snapshot])
    expect(network.last).toMatchObject({ topics: ['things'], since: 'c9' })
  })

  it('takes nothing more of a stream that was closed: it may be older than the snapshot', async () => {
    const got: string[] = []
    make({ listener: { event: ({ id }) => got.push(id) } }).subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    const { handlers } = network.last
    connection.rest()
    handlers.event({ id: 'c2' } as LiveEvent)
    handlers.at('c2')
    connection.wake()
    await pass()
    expect(got).toEqual([])
    expect(network.last).toMatchObject({ topics: ['things'], since: 'c1' })
  })
})
