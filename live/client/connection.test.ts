// Tests of Connection over a fake network: choice of transport, reconnecting and resuming.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import { Backoff } from './backoff.ts'
import type { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { FakeNetwork, lost, pass, Shelf } from './fake-network.ts'
import { eventAt } from './test-event.ts'
import type { Refused } from './transports/transport.ts'

let network: FakeNetwork
let connection: Connection
const thing1 = 'thing:1'

function make(more: Partial<ConnectionOptions> = {}): Connection {
  connection = network.connect(more)
  return connection
}

/** Lets ten minutes pass in which the connection stays alive. */
async function tenMinutes({ handlers }: { handlers: { alive(): void } }): Promise<void> {
  for (let beat = 0; beat < 60; beat += 1) {
    await pass(10_000)
    handlers.alive()
  }
}

beforeEach(() => {
  network = new FakeNetwork()
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
    expect(network.opened).toEqual([])
    expect(connection.state).toMatchObject({ status: 'connecting', idle: true })
    connection.subscribe(['things'], 'c1')
    await pass()
    expect(network.last).toMatchObject({ name: 'sse', topics: ['things'], since: 'c1' })
    network.hello('c1')
    expect(connection.state).toMatchObject({ status: 'live', transport: 'sse', fallback: false })
  })

  it('goes on to the next transport when hello does not come, and remembers it for days', async () => {
    const memory = new Shelf()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    await pass(3000)
    expect(network.opened[0]?.closed).toBe(true)
    await pass(1)
    expect(network.last.name).toBe('websocket')
    network.hello('c1')
    expect(connection.state).toMatchObject({ transport: 'websocket', fallback: true })
    connection.stop()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    expect(network.last.name).toBe('websocket')
    connection.stop()
    await pass(11 * 60_000)
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    expect(network.last.name).toBe('websocket')
    const inUse = network.last
    network.hello('c1')
    await pass()
    // The remembered failure is old: a better transport is probed at once, beside the current one.
    expect(network.last.name).toBe('sse')
    network.hello('c1')
    await pass(1)
    expect(inUse.closed).toBe(true)
    network.hello('c1')
    expect(connection.state).toMatchObject({ transport: 'sse', fallback: false })
    connection.stop()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    expect(network.last.name).toBe('sse')
  })

  it('knows what gets stuck whichever order is asked for', async () => {
    const memory = new Shelf()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    await pass(3001)
    network.hello('c1')
    connection.stop()
    make({ memory, order: ['websocket', 'sse'] }).subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    connection.stop()
    make({ memory, order: ['tabs'], table: {} }).subscribe(['things'], 'c1')
    await pass()
    connection.stop()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    expect(network.last.name).toBe('websocket')
  })

  it('forgets nothing for as long as nothing works', async () => {
    const memory = new Shelf()
    make({ memory }).subscribe(['things'], 'c1')
    await pass()
    await pass(3001)
    expect(network.last.name).toBe('websocket')
    expect(memory.items.size).toBe(0)
  })

  it('goes on to the next transport after two failures, but not while the server is away', async () => {
    make({ backoff: new Backoff(0) }).subscribe(['things'], 'c1')
    await pass()
    for (let attempt = 0; attempt < 5; attempt += 1) {
      network.last.handlers.end({ kind: 'lost', unreachable: true })
      await pass(500)
    }
    expect(network.opened.map((each) => each.name)).toEqual(Array.from({ length: 6 }, () => 'sse'))
    network.last.handlers.end(lost)
    await pass(500)
    network.last.handlers.end(lost)
    await pass()
    expect(network.last.name).toBe('websocket')
  })

  it('goes back to a better transport that works again, without a gap', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    await pass(3001)
    expect(network.last.name).toBe('websocket')
    network.hello('c1')
    const inUse = network.last
    // The network may only have been down: the first probe comes soon, later ones rarely.
    await pass(10_000)
    expect(network.last.name).toBe('sse')
    network.last.handlers.end(lost)
    await tenMinutes(inUse)
    const tried = network.last
    expect(tried).toMatchObject({ name: 'sse', since: 'c1' })
    expect(inUse.closed).toBe(false)
    network.last.handlers.end(lost)
    await tenMinutes(inUse)
    expect(inUse.closed).toBe(false)
    network.hello('c1')
    await pass(1)
    expect(inUse.closed).toBe(true)
    expect(network.last).toMatchObject({ name: 'sse', topics: ['things'], since: 'c1' })
    network.hello('c1')
    expect(connection.state).toMatchObject({ transport: 'sse', fallback: false, reconnects: 0 })
  })

  it('drops what is refused, says so, and asks for the rest', async () => {
    const refused: Refused[] = []
    make({ listener: { refused: (each) => refused.push(each) } }).subscribe(
      ['things', thing1],
      'c1',
    )
    await pass()
    const refusal: Refused = { code: 'not_found', message: 'Gone.', topics: [thing1] }
    network.last.handlers.end({ kind: 'refused', refused: refusal })
    await pass()
    expect(refused).toEqual([refusal])
    expect(network.last.topics).toEqual(['things'])
  })

  it('stops for good when it is not allowed at all', async () => {
    make().subscribe(['things'])
    await pass()
    network.last.handlers.end({ kind: 'stopped', message: 'You are signed out.' })
    await pass(60_000)
    expect(network.opened).toHaveLength(1)
    expect(connection.state).toMatchObject({ status: 'stopped', message: 'You are signed out.' })
  })
})

describe('resuming', () => {
  it('comes back at the last event seen, after a jittered wait', async () => {
    const events: LiveEvent[] = []
    make({ listener: { event: (event) => events.push(event) } }).subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    network.last.handlers.event(eventAt('c7'))
    network.last.handlers.end(lost)
    expect(connection.state.status).toBe('reconnecting')
    await pass(499)
    expect(network.opened).toHaveLength(1)
    await pass(1)
    expect(network.last).toMatchObject({ topics: ['things'], since: 'c7' })
    network.hello('c7')
    expect(connection.state).toMatchObject({ status: 'live', reconnects: 1 })
    expect(events).toHaveLength(1)
  })

  it('comes back at once when it was too slow, and within seconds after a restart', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    await pass(2000)
    network.last.handlers.end({ kind: 'slow' })
    await pass()
    expect(network.opened).toHaveLength(2)
    network.hello('c1')
    vi.spyOn(Math, 'random').mockReturnValue(0.9)
    network.last.handlers.end({ kind: 'restart' })
    await pass(2699)
    expect(network.opened).toHaveLength(2)
    await pass(1)
    expect(network.opened).toHaveLength(3)
  })

  it('notices silence by itself where heartbeats can be heard', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    for (let beat = 0; beat < 4; beat += 1) {
      await pass(15_000)
      network.last.handlers.alive()
    }
    expect(network.opened).toHaveLength(1)
    await pass(45_000)
    expect(network.opened.length).toBeGreaterThan(1)
  })

  it('asks after silence where they cannot', async () => {
    make({ order: ['websocket'] }).subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    await pass(42_000)
    expect(network.opened).toHaveLength(1)
    expect(network.last.probes).toHaveLength(1)
    network.last.probes[0]?.resolve()
    await pass(5_000)
    expect(network.opened).toHaveLength(1)
    await pass(38_000)
    expect(network.opened).toHaveLength(1)
    await pass(5_000)
    expect(network.opened).toHaveLength(2)
  })

  it('does not wait longer when it is woken', async () => {
    make({ backoff: new Backoff(30_000, () => 1) }).subscribe(['things'], 'c1')
    await pass()
    network.last.handlers.end(lost)
    await pass(10)
    expect(network.opened).toHaveLength(1)
    connection.wake()
    await pass()
    expect(network.opened).toHaveLength(2)
  })
})

describe('noticing a loss', () => {
  it('asks again when the server has sent what did not come', async () => {
    make().subscribe(['things'], 'c1')
    await pass()
    network.hello('c1')
    network.last.handlers.event(eventAt('c2'))
    network.last.handlers.heartbeat('c2')
    await pass(2000)
    expect(network.opened).toHaveLength(1)
    network.last.handlers.heartbeat('c3')
    await pass(10)
    expect(network.opened).toHaveLength(2)
    expect(network.last.since).toBe('c2')
    expect(connection.state.missed).toBe(1)
  })
})
