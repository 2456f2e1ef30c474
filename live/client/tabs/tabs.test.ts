// Tests of Tabs in a fake browser: one connection for all tabs, and the events that each of them gets.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../../protocol/events.ts'
import { pass } from '../fake-network.ts'
import { eventAt } from '../test-event.ts'
import { FakeBrowser } from './fake-browser.ts'
import type { FakeTab } from './fake-browser.ts'

const thing1 = 'thing:1'
let browser: FakeBrowser
let polls: string[]
/** The server's log, as polls read it. */
let log: LiveEvent[]
const got = new Map<string, string[]>()
const tabs: FakeTab[] = []

const answer: typeof fetch = (input) => {
  const { searchParams } = new URL(String(input))
  polls.push(`${searchParams.get('topics')} ${searchParams.get('since')}`)
  const events = log.filter(({ id }) => id > (searchParams.get('since') ?? ''))
  const cursor = events.at(-1)?.id ?? searchParams.get('since')
  return Promise.resolve(Response.json({ cursor, events }))
}

function open(name: string): FakeTab {
  const ids: string[] = []
  got.set(name, ids)
  const tab = browser.open(name, { event: ({ id }) => ids.push(id) }, answer)
  tabs.push(tab)
  return tab
}

/** Two tabs that subscribe to a topic; the first holds the connection. */
async function two(): Promise<[FakeTab, FakeTab]> {
  const first = open('first')
  first.page.subscribe(['things'], 'c1')
  await pass(10)
  first.network.hello('c1')
  await pass(10)
  const second = open('second')
  second.page.subscribe(['things'], 'c1')
  await pass(10)
  return [first, second]
}

beforeEach(() => {
  browser = new FakeBrowser()
  polls = []
  log = []
  vi.useFakeTimers()
})

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.page.stop()
  vi.useRealTimers()
})

it('opens one connection for all, and both get what comes over it', async () => {
  const [first, second] = await two()
  expect(first.network.opened).toHaveLength(1)
  expect(second.network.opened).toHaveLength(0)
  expect(second.page.state).toMatchObject({ status: 'live', transport: 'sse' })
  first.network.last.handlers.event(eventAt('c2'))
  await pass(10)
  expect(got.get('first')).toEqual(['c2'])
  expect(got.get('second')).toEqual(['c2'])
  expect(polls).toEqual(['things c1'])
})

it('asks once for a topic that only another tab wants, and tells those alone who want it', async () => {
  const [first, second] = await two()
  second.page.subscribe([thing1], 'c1')
  await pass(10)
  expect(first.network.last.changes[0]?.subscribe).toEqual([{ topic: thing1, since: 'c1' }])
  first.network.last.changes[0]?.answer()
  await pass(10)
  first.network.last.handlers.event(eventAt('c2', thing1))
  await pass(10)
  expect(got.get('first')).toEqual([])
  expect(got.get('second')).toEqual(['c2'])
  second.page.unsubscribe([thing1])
  await pass(10)
  expect(first.network.last.changes[1]?.unsubscribe).toEqual([thing1])
})

it('goes on in the next tab when the first crashes: nothing is missed and nothing doubled', async () => {
  const [first, second] = await two()
  first.network.last.handlers.event(eventAt('c2'))
  await pass(10)
  first.crash()
  await pass(10)
  expect(second.network.last).toMatchObject({ topics: ['things'], since: 'c2' })
  second.network.hello('c2')
  await pass(10)
  second.network.last.handlers.event(eventAt('c3'))
  await pass(10)
  expect(got.get('second')).toEqual(['c2', 'c3'])
  expect(second.page.state.status).toBe('live')
})

it('leaves the lead to another tab when it stops', async () => {
  const [first, second] = await two()
  first.page.stop()
  await pass(10)
  expect(first.network.last.closed).toBe(true)
  expect(second.network.last).toMatchObject({ topics: ['things'], since: 'c1' })
})

it('reads what it missed before it joined, before what comes', async () => {
  log = [eventAt('c2'), eventAt('c3')]
  const [first, second] = await two()
  expect(polls).toEqual(['things c1', 'things c3'])
  first.network.last.handlers.event(eventAt('c4'))
  await pass(10)
  expect(got.get('second')).toEqual(['c2', 'c3', 'c4'])
  expect(second.page.isLive('things')).toBe(true)
})

it('forgets what a crashed tab wanted', async () => {
  const [first, second] = await two()
  second.page.subscribe([thing1], 'c1')
  await pass(10)
  first.network.last.changes[0]?.answer()
  await pass(10)
  second.crash()
  await pass(10)
  expect(first.network.last.changes[1]?.unsubscribe).toEqual([thing1])
})

it('is down when the connection of all is, and live again with it', async () => {
  const [first, second] = await two()
  first.network.last.handlers.end({ kind: 'lost', unreachable: true })
  await pass(10)
  expect(second.page.state.status).toBe('reconnecting')
  await pass(600)
  first.network.hello('c1')
  await pass(10)
  expect(second.page.state).toMatchObject({ status: 'live', reconnects: 1, resumed: 1 })
})

it('starts, stops and starts again at once, as in development, and is live', async () => {
  const first = open('first')
  first.page.subscribe(['things'], 'c1')
  first.page.stop()
  first.page.start()
  await pass(10)
  first.network.hello('c1')
  await pass(10)
  expect(first.page.state.status).toBe('live')
  const second = open('second')
  second.page.subscribe(['things'], 'c1')
  await pass(10)
  expect(second.page.state.status).toBe('live')
  first.page.stop()
  await pass(10)
  expect(second.network.last).toMatchObject({ topics: ['things'], since: 'c1' })
})

it('takes the lead as soon as the lock is given: a hidden tab has no timer that runs in time', async () => {
  const [first, second] = await two()
  first.network.last.handlers.event(eventAt('c2'))
  await pass(10)
  first.crash()
  // Runs microtasks only, no timers.
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
  expect(second.network.last).toMatchObject({ topics: ['things'], since: 'c2' })
})

it('tries again within three seconds while somebody looks, however long it was away', async () => {
  const [first] = await two()
  const ends = (): void => first.network.last.handlers.end({ kind: 'lost', unreachable: true })
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const { length } = first.network.opened
    ends()
    await pass(3_000)
    expect(first.network.opened.length).toBeGreaterThan(length)
  }
})
