// Tests of Store: how events, answers, snapshots and refused topics change the state.
import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveEvent } from '../protocol/events.ts'
import { Store } from './store.ts'
import { ada, clients, marksClient, thingOf, thingsClient } from './test-things.ts'
import type { Person } from './test-things.ts'

let touched: string[]
let followed: Set<string>
let store: Store<Person>

beforeEach(() => {
  touched = []
  followed = new Set()
  store = new Store<Person>(clients, ada, {
    touch: (key) => touched.push(key),
    isFollowed: (topic) => followed.has(topic),
    isCovered: () => false,
  })
})

function event(type: string, data: unknown, topic = 'things'): LiveEvent {
  return { id: 'c', topic, type, at: '2026-01-01T00:00:00.000Z', data }
}

const added = (id: string) => event('thing.added', { thing: thingOf(id) })
const shown = (): string[] => Object.keys(store.of(thingsClient))

describe('an event', () => {
  it('moves pure state, and touches the key that is its name', () => {
    const before = store.of(thingsClient)
    store.apply(added('1'))
    expect(store.of(thingsClient)).toEqual({ 1: thingOf('1') })
    expect(before).toEqual({})
    expect(touched).toEqual(['things'])
  })

  it('that says nothing new leaves the same object and touches nothing', () => {
    store.apply(added('1'))
    const once = store.of(thingsClient)
    store.apply(added('1'))
    store.apply(event('thing.turned', { id: '2', isOn: true }))
    expect(store.of(thingsClient)).toBe(once)
    expect(touched).toEqual(['things'])
  })

  it('changes a part in place, which touches its own keys', () => {
    const part = store.of(marksClient)
    store.apply(event('mark.set', { id: '1', ref: 'r' }, 'user:ada'))
    store.apply(event('mark.set', { id: '1', ref: 'r' }, 'user:ada'))
    expect(store.of(marksClient)).toBe(part)
    expect([...part.marked]).toEqual(['1'])
    expect(touched).toEqual(['mark:1'])
  })

  it('of a feature below is heard by those that stand on it', () => {
    store.apply(added('1'))
    store.apply(event('mark.set', { id: '1', ref: 'r' }, 'user:ada'))
    expect(store.of(marksClient).knows('1')).toBe(true)
    store.apply(event('thing.removed', { id: '1' }))
    expect([...store.of(marksClient).marked]).toEqual([])
    expect(store.of(marksClient).knows('1')).toBe(false)
  })

  it('of an unknown type changes nothing', () => {
    store.apply(event('thing.painted', { id: '1' }))
    store.apply(event('toString', {}))
    expect(shown()).toEqual([])
    expect(touched).toEqual([])
  })

  it('that comes late does not bring back what was deleted', () => {
    store.apply(added('1'))
    store.apply(event('thing.removed', { id: '1' }))
    store.apply(added('1'))
    store.apply(event('mark.set', { id: '1', ref: 'r' }, 'user:ada'))
    expect(shown()).toEqual([])
    expect([...store.of(marksClient).marked]).toEqual([])
  })
})

describe('an answer', () => {
  const command = { type: 'add', ref: 'r', name: 'Thing 1' }

  it('says in the words of an event what that says again', () => {
    store.confirm(command, { thing: thingOf('1') })
    expect(shown()).toEqual(['1'])
    store.apply(added('1'))
    expect(shown()).toEqual(['1'])
    expect(touched).toEqual(['things'])
  })

  it('after its event says nothing new', () => {
    store.apply(added('1'))
    store.apply(event('thing.turned', { id: '1', isOn: true }))
    store.confirm(command, { thing: thingOf('1') })
    expect(store.of(thingsClient)['1']?.isOn).toBe(true)
  })

  it('may say something of its own', () => {
    store.apply(added('1'))
    store.confirm({ type: 'remove', ref: 'r', id: '1' }, { id: '1' })
    expect(shown()).toEqual([])
  })

  it('of a command that says nothing, or that nobody knows, changes nothing', () => {
    store.confirm({ type: 'turnOn', ref: 'r', id: '1' }, { changed: true })
    store.confirm({ type: 'paint', ref: 'r' }, { thing: thingOf('1') })
    expect(touched).toEqual([])
  })
})

describe('a snapshot', () => {
  it('takes the place of what was known, and the own state is about what came with it', () => {
    store.apply(added('1'))
    for (const id of ['1', '2', '9']) store.apply(event('mark.set', { id, ref: id }, 'user:ada'))
    store.restore({
      cursor: 'c2',
      snapshots: {
        'user:ada': { marked: ['3'] },
        things: { things: [thingOf('2'), thingOf('3')] },
      },
    })
    expect(shown()).toEqual(['2', '3'])
    // The snapshot contains 2 as not marked; 9 is not in it, so its mark stays.
    expect([...store.of(marksClient).marked]).toEqual(['1', '9', '3'])
  })

  it('of one topic leaves the others as they are', () => {
    store.apply(added('1'))
    store.restore({ cursor: 'c', snapshots: { 'thing:2': { thing: thingOf('2') } } })
    expect(shown()).toEqual(['1', '2'])
    expect([...store.of(marksClient).marked]).toEqual([])
  })

  it('may be what a page knew at first of its reader', () => {
    store.begin({ marks: { marked: ['1'] } })
    expect([...store.of(marksClient).marked]).toEqual(['1'])
  })
})

describe('a topic', () => {
  it('that is followed no longer takes along what it alone kept up', () => {
    store.apply(added('1'))
    followed.add('things')
    store.release('thing:1')
    expect(shown()).toEqual(['1'])
    followed.clear()
    store.release('thing:1')
    expect(shown()).toEqual([])
  })

  it('that is refused means what its feature says, also where nobody is signed in', () => {
    store.apply(added('1'))
    store.refuse('thing:1', { code: 'unauthenticated', isSignedOut: true })
    expect(shown()).toEqual(['1'])
    store.refuse('thing:1', { code: 'not_found', isSignedOut: false })
    expect(shown()).toEqual([])
  })

  it('of a kind that nobody speaks of changes nothing', () => {
    store.release('nowhere')
    store.refuse('nowhere:1', { code: 'forbidden', isSignedOut: false })
    expect(touched).toEqual([])
  })
})

it('there is no state of a feature that the page has not', () => {
  expect(() => store.of({ name: 'others' })).toThrow('no feature "others"')
})
