// Tests of PendingChanges: commands from their dispatch to their event.
import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import { Live } from './live.ts'
import { ada, clients, marksClient, thingOf, thingsClient } from './test-things.ts'
import type { Person } from './test-things.ts'

const at = '2026-01-01T00:00:00.000Z'
let live: Live<Person>

beforeEach(() => {
  const act = () => Promise.resolve([])
  live = new Live({ features: clients, cursor: 'c', viewer: ada, transports: [], act })
  live.store.apply(event('thing.added', { thing: thingOf('1') }))
})

function event(type: string, data: unknown): LiveEvent {
  return { id: 'c', topic: 'things', type, at, data }
}

const names = (): string[] => Object.values(live.shown(thingsClient)).map(({ name }) => name)

describe('over pure state', () => {
  it('a change is laid until it is answered, and the state beneath stays as it was', () => {
    live.pending.add({ type: 'add', ref: 'a', name: 'New' }, at)
    expect(names()).toEqual(['Thing 1', 'New'])
    expect(Object.keys(live.stateOf(thingsClient))).toEqual(['1'])
    expect(live.pending.acknowledge('a', { thing: thingOf('2') })).toBe(false)
    expect(names()).toEqual(['Thing 1'])
  })

  it('is not laid twice when its event comes before its answer', () => {
    for (const ref of ['a', 'b']) live.pending.add({ type: 'add', ref, name: 'Same' }, at)
    live.store.apply(event('thing.added', { thing: thingOf('2', { name: 'Same' }) }))
    live.pending.settle(event('thing.added', { thing: thingOf('2', { name: 'Same' }) }), 'ada')
    // The event belongs to one of the two commands: the other is still pending.
    expect(names()).toEqual(['Thing 1', 'Same', 'Same'])
    expect(live.pending.unanswered).toBe(2)
  })

  it('is not laid where it was refused', () => {
    live.pending.add({ type: 'turnOn', ref: 'a', id: '1' }, at)
    expect(live.shown(thingsClient)['1']?.isOn).toBe(true)
    live.pending.mark('a', 'failed', 'No.')
    expect(live.shown(thingsClient)['1']?.isOn).toBe(false)
  })

  it('changes the key of its feature', () => {
    const version = live.changes.version('things')
    live.pending.add({ type: 'turnOn', ref: 'a', id: '1' }, at)
    expect(live.changes.version('things')).toBe(version + 1)
  })
})

describe('a change that awaits its event', () => {
  it('stays after its answer until that has come', () => {
    live.pending.add({ type: 'turnOn', ref: 'a', id: '1' }, at)
    live.pending.settle(event('thing.turned', { id: '1', isOn: false }), 'ada')
    // That event was not the command's own, which has no answer yet.
    expect(live.pending.has('a')).toBe(true)
    expect(live.pending.acknowledge('a', { changed: true })).toBe(true)
    live.pending.settle(event('thing.turned', { id: '1', isOn: true }), 'ada')
    expect(live.pending.has('a')).toBe(false)
  })

  it('goes with its answer when that says that no event follows', () => {
    live.pending.add({ type: 'turnOn', ref: 'a', id: '1' }, at)
    expect(live.pending.acknowledge('a', { changed: false })).toBe(false)
    expect(live.pending.has('a')).toBe(false)
  })
})

it('each feature has its own, and touches the keys that it names', () => {
  live.pending.add({ type: 'turnOn', ref: 'a', id: '1' }, at)
  live.pending.add({ type: 'mark', ref: 'b', id: '1' }, at)
  expect([...live.pending.of(marksClient)].map(({ command }) => command.ref)).toEqual(['b'])
  expect(live.changes.version('mark:1')).toBe(1)
})
