// Tests of polling against a fake log: no event is lost or doubled when topics change in between.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatCursor, readCursor } from '../../protocol/cursor.ts'
import type { Topic } from '../../protocol/topics.ts'
import { longPoll, shortPoll } from './poll.ts'
import type { Channel, End } from './transport.ts'

interface Event {
  id: string
  topic: Topic
  type: string
  at: string
  data: object
}

let log: Event[]
let waiting: Set<() => void>
let got: string[]
let at: string[]
let hello: string | null
let ended: End | null
let channel: Channel

const cursorAt = (id: number) => formatCursor('c', id)

function append(topic: Topic): string {
  const id = cursorAt(log.length + 1)
  log.push({ id, topic, type: 'thing.moved', at: '2026-01-01T00:00:00Z', data: { thing: id } })
  for (const wake of waiting) wake()
  return id
}

/** GET /live/poll over the fake log. */
const answer: typeof fetch = async (input, init) => {
  const { searchParams } = new URL(String(input))
  const topics = (searchParams.get('topics') ?? '').split(',')
  const since = searchParams.get('since')
  if (topics.length > 100) return new Response('{"type":"error","code":"invalid"}', { status: 400 })
  if (topics.includes('user:refused')) {
    const body = { type: 'error', code: 'forbidden', message: 'No.', topics: ['user:refused'] }
    return new Response(JSON.stringify(body), { status: 403 })
  }
  const start = since === null ? log.length : (readCursor(since)?.id ?? 0)
  const after = () => log.slice(start).filter(({ topic }) => topics.includes(topic))
  if (after().length === 0 && searchParams.get('wait') !== '0') {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (after().length > 0) resolve()
      }
      waiting.add(look)
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
    })
  }
  return new Response(JSON.stringify({ cursor: cursorAt(log.length), events: after() }))
}

function open(transport: typeof longPoll, topics: Topic[], since: string | null): void {
  channel = transport({ origin: 'http://site', fetch: answer }, topics, since, {
    alive: () => undefined,
    hello: ({ cursor }) => (hello = cursor),
    event: ({ id }) => void got.push(id),
    signal: () => undefined,
    reset: () => undefined,
    at: (cursor) => void at.push(cursor),
    late: () => undefined,
    heartbeat: () => undefined,
    refused: () => undefined,
    end: (end) => (ended = end),
  })
}

beforeEach(() => {
  log = []
  waiting = new Set()
  got = []
  at = []
  hello = null
  ended = null
})
afterEach(() => channel.close())

test.each([
  ['long', longPoll],
  ['short', shortPoll],
])(
  'a %s poll says hello where it begins, then brings what came and comes',
  async (_name, transport) => {
    const since = cursorAt(log.length)
    const first = append('things')
    open(transport, ['things'], since)
    await vi.waitFor(() => expect(got).toEqual([first]), { timeout: 10_000 })
    expect(hello).toBe(since)
    const second = append('things')
    await vi.waitFor(() => expect(got).toEqual([first, second]), { timeout: 6000 })
    expect(at.at(-1)).toBe(second)
  },
)

test('a topic that is added is caught up from its own start, and the others lose nothing', async () => {
  const old = append('thing:1')
  open(longPoll, ['things'], cursorAt(1))
  await vi.waitFor(() => expect(hello).toBe(cursorAt(1)), { timeout: 10_000 })
  const changing = channel.change([{ topic: 'thing:1', since: cursorAt(0) }], [])
  const meanwhile = append('things')
  expect(await changing).toBeNull()
  const later = append('thing:1')
  await vi.waitFor(() => expect(got.toSorted()).toEqual([old, meanwhile, later].toSorted()), {
    timeout: 10_000,
  })
})

test.each([
  ['long', longPoll],
  ['short', shortPoll],
])('of more topics than one request takes a %s poll brings all', async (_name, transport) => {
  const topics = Array.from({ length: 250 }, (_, index) => `thing:${index}`)
  const before = ['thing:249', 'thing:0', 'thing:120'].map((topic) => append(topic))
  open(transport, topics, cursorAt(0))
  await vi.waitFor(() => expect(got).toEqual(before), { timeout: 10_000 })
  const after = ['thing:130', 'thing:240', 'thing:1'].map((topic) => append(topic))
  await vi.waitFor(() => expect([...new Set(got)]).toEqual([...before, ...after]), {
    timeout: 10_000,
  })
  expect(ended).toBeNull()
})

test('what is refused is named, and polling goes on', async () => {
  open(longPoll, ['things'], null)
  await vi.waitFor(() => expect(hello).not.toBeNull(), { timeout: 10_000 })
  const refused = await channel.change([{ topic: 'user:refused', since: cursorAt(0) }], [])
  expect(refused).toMatchObject({ code: 'forbidden', topics: ['user:refused'] })
  const next = append('things')
  await vi.waitFor(() => expect(got).toEqual([next]), { timeout: 10_000 })
  expect(ended).toBeNull()
})
