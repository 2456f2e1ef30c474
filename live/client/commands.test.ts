// Tests of Commands: optimistic display, outbox, confirmation and rollback.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Command } from '../protocol/commands.ts'
import type { Answer } from '../protocol/messages.ts'
import { Commands } from './commands.ts'
import { Notices } from './notices.ts'
import { memoryOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { PendingChanges } from './pending.ts'
import { Store } from './store.ts'
import { ada, clients, thingOf, thingsClient } from './test-things.ts'
import type { Person } from './test-things.ts'

const touch = (): void => undefined
const no = (): boolean => false

function makeSite(
  answer: (command: Command) => Promise<Answer>,
  outbox: Outbox = memoryOutbox(),
  viewer: Person | null = ada,
) {
  const store = new Store<Person>(clients, viewer, { touch, isFollowed: no, isCovered: no })
  const pending = new PendingChanges(clients, touch)
  const notices = new Notices(touch)
  const carriers = { overConnection: () => null, request: answer, isOnline: () => true }
  const commands = new Commands(store, pending, notices, {
    carriers,
    isCaughtUp: () => true,
    inWords: (message) => message,
  })
  return {
    things: () => Object.keys(store.of(thingsClient)),
    waiting: () => [...pending.of(thingsClient)].map(({ command }) => command.type),
    pending,
    notices,
    commands,
    outbox,
    started: commands.start(Promise.resolve(outbox)),
  }
}

const never = (): Promise<Answer> => new Promise(() => undefined)

function refuse({ ref }: Command): Promise<Answer> {
  return Promise.resolve({ type: 'error', ref, code: 'invalid', message: 'No.' })
}

function ack({ ref }: Command, result: unknown): Promise<Answer> {
  return Promise.resolve({ type: 'ack', ref, cursor: 'c', result })
}

const slow = { timeout: 10_000 }
afterEach(() => vi.useRealTimers())

describe('a command', () => {
  it('is in the outbox until it is answered, and its result is in the state', async () => {
    let answer = (): void => undefined
    const site = makeSite(
      (command) =>
        new Promise((resolve) => {
          answer = () => resolve(ack(command, { thing: thingOf('1') }))
        }),
    )
    await site.started
    const done = site.commands.dispatch({ type: 'add', name: 'Thing 1' })
    expect(site.waiting()).toEqual(['add'])
    await vi.waitFor(async () => expect(await site.outbox.load('ada')).toHaveLength(1), slow)
    answer()
    await done
    expect(site.waiting()).toEqual([])
    expect(site.things()).toEqual(['1'])
    await vi.waitFor(async () => expect(await site.outbox.load('ada')).toEqual([]), slow)
  })

  it("left unanswered by an earlier page is sent again, same ref, same order; another person's is not", async () => {
    const outbox = memoryOutbox()
    const before = makeSite(never, outbox)
    await before.started
    void before.commands.dispatch({ type: 'add', ref: 'one', name: 'One' })
    void before.commands.dispatch({ type: 'turnOn', ref: 'two', id: '2' })
    const command: Command = { type: 'add', ref: 'other', name: 'Theirs' }
    await outbox.put({ userId: 'bob', command, at: '2026-01-01T00:00:00.000Z', order: 1 })
    await vi.waitFor(async () => expect(await outbox.load('ada')).toHaveLength(2), slow)
    const sent: string[] = []
    const site = makeSite((each) => {
      sent.push(each.ref)
      return refuse(each)
    }, outbox)
    await vi.waitFor(() => expect(sent).toEqual(['one', 'two']), slow)
    await site.started
  })

  it('whose words are refused is kept with its sentence, to be sent again or given up', async () => {
    let allow = false
    const refs: string[] = []
    const site = makeSite((command) => {
      refs.push(command.ref)
      return allow ? ack(command, { thing: thingOf('1') }) : refuse(command)
    })
    await site.started
    await site.commands.dispatch({ type: 'add', ref: 'a', name: 'One' })
    expect([...site.pending.of(thingsClient)][0]?.pending).toEqual({
      ref: 'a',
      state: 'failed',
      message: 'No.',
    })
    expect(site.notices.list.map((notice) => notice.message)).toEqual(['No.'])
    expect(site.pending.unanswered).toBe(0)
    allow = true
    site.commands.retry('a')
    await vi.waitFor(() => expect(site.things()).toEqual(['1']), slow)
    // Under the old ref the server may repeat its first answer.
    expect(new Set(refs).size).toBe(2)
    expect(site.waiting()).toEqual([])
    allow = false
    await site.commands.dispatch({ type: 'add', ref: 'b', name: 'Two' })
    site.commands.discard('b')
    expect(site.waiting()).toEqual([])
    await vi.waitFor(async () => expect(await site.outbox.load('ada')).toEqual([]), slow)
  })

  it('refused by an earlier page is there with its sentence after a reload', async () => {
    const outbox = memoryOutbox()
    const before = makeSite(refuse, outbox)
    await before.started
    await before.commands.dispatch({ type: 'add', ref: 'a', name: 'One' })
    const site = makeSite(never, outbox)
    await site.started
    expect([...site.pending.of(thingsClient)][0]?.pending.message).toBe('No.')
  })

  it('without words that is refused is taken back with a sentence; one that nobody asked for without', async () => {
    const site = makeSite(refuse)
    await site.started
    await site.commands.dispatch({ type: 'look' })
    expect(site.notices.list).toEqual([])
    const done = site.commands.dispatch({ type: 'turnOn', id: '1' })
    expect(site.waiting()).toEqual(['turnOn'])
    await done
    expect(site.waiting()).toEqual([])
    expect(site.notices.list).toHaveLength(1)
  })

  it('that awaits its event stays shown, and goes when its author is caught up without one', async () => {
    vi.useFakeTimers()
    const site = makeSite((command) => ack(command, { changed: true }))
    await site.started
    const done = site.commands.dispatch({ type: 'turnOn', id: '1' })
    await vi.advanceTimersByTimeAsync(1)
    await done
    expect(site.waiting()).toEqual(['turnOn'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(site.waiting()).toEqual([])
  })

  it('of nobody is refused at once', async () => {
    const site = makeSite(never, memoryOutbox(), null)
    const answer = await site.commands.dispatch({ type: 'look' })
    expect(answer).toMatchObject({ type: 'error', code: 'unauthenticated' })
    expect(site.notices.list.map(({ code }) => code)).toEqual(['unauthenticated'])
  })
})
