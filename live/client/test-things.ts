// Made-up features for tests: a list of named things that can be turned on, and marks on them.
import { z } from 'zod'
import { defineFeature } from '../protocol/feature.ts'
import { clientWith } from './define.ts'
import type { Kit } from './define.ts'

const thing = z.object({ id: z.string(), name: z.string(), isOn: z.boolean() })
export type Thing = z.infer<typeof thing>

export const things = defineFeature({
  name: 'things',
  commands: {
    add: { input: z.object({ name: z.string() }), result: z.object({ thing }) },
    turnOn: { input: z.object({ id: z.string() }), result: z.object({ changed: z.boolean() }) },
    remove: { input: z.object({ id: z.string() }), result: z.object({ id: z.string() }) },
    look: { input: z.object({}) },
  },
  events: {
    'thing.added': { on: ['things'], data: z.object({ thing }) },
    'thing.turned': { on: ['things'], data: z.object({ id: z.string(), isOn: z.boolean() }) },
    'thing.removed': { on: ['things', 'thing'], data: z.object({ id: z.string() }) },
  },
  topics: {
    things: { snapshot: z.object({ things: z.array(thing) }) },
    thing: { id: z.string(), snapshot: z.object({ thing }) },
  },
})

/** A feature that uses `things`: the viewer's private marks on them. */
export const marks = defineFeature({
  name: 'marks',
  uses: [things],
  commands: {
    mark: { input: z.object({ id: z.string() }), result: z.object({ id: z.string() }) },
    fail: { input: z.object({ id: z.string() }) },
  },
  events: { 'mark.set': { on: ['user'], data: z.object({ id: z.string(), ref: z.string() }) } },
  own: z.object({ marked: z.array(z.string()) }),
})

export interface Person {
  id: string
  name: string
}
export const { clientFor, partFor } = clientWith<Person>()

type Shelf = Readonly<Record<string, Thing>>

const none: Shelf = {}

function put(shelf: Shelf, added: readonly Thing[]): Shelf {
  const fresh = added.filter((each) => !(each.id in shelf))
  if (fresh.length === 0) return shelf
  return { ...shelf, ...Object.fromEntries(fresh.map((each) => [each.id, each])) }
}

function without(shelf: Shelf, id: string): Shelf {
  const { [id]: gone, ...rest } = shelf
  return gone ? rest : shelf
}

/** Pure state: each rule returns the next one. */
export const thingsClient = clientFor<typeof things>('things')({
  state: none,
  reduce: {
    'thing.added': (shelf, { thing: added }, _, { deleted }) =>
      deleted.has(added.id) ? shelf : put(shelf, [added]),
    'thing.turned': (shelf, { id, isOn }) => {
      const known = shelf[id]
      return known && known.isOn !== isOn ? { ...shelf, [id]: { ...known, isOn } } : shelf
    },
    'thing.removed': (shelf, { id }, _, { deleted }) => {
      deleted.add(id)
      return without(shelf, id)
    },
  },
  restore: {
    things: (_, { things: all }) => put({}, all),
    thing: (shelf, { thing: one }) => ({ ...shelf, [one.id]: one }),
  },
  optimistic: {
    add: (shelf, { name }, { ref }) => put(shelf, [{ id: `ref:${ref}`, name, isOn: false }]),
    turnOn: (shelf, { id }) => {
      const known = shelf[id]
      return known ? { ...shelf, [id]: { ...known, isOn: true } } : shelf
    },
  },
  confirm: { add: 'thing.added', remove: (shelf, { id }) => without(shelf, id) },
  release: {
    thing: (shelf, id, { isFollowed }) => (isFollowed('things') ? shelf : without(shelf, id)),
  },
  refused: { thing: (shelf, id, { isSignedOut }) => (isSignedOut ? shelf : without(shelf, id)) },
  commands: {
    add: {
      keepsWords: true,
      landedBy: { 'thing.added': ({ thing: { name } }, input) => name === input.name },
    },
    turnOn: {
      subject: ({ id }) => id,
      awaits: ({ changed }) => changed,
      endedBy: { 'thing.turned': ({ id }, input, { answered }) => answered && id === input.id },
    },
    remove: { subject: ({ id }) => id, endsAll: true },
    look: { quiet: true },
  },
  said: { 'thing.added': ({ thing: { name } }) => name },
})

/** A part: mutated in place, touches keys of its own. */
export class Marks {
  readonly marked = new Set<string>()
  readonly #kit: Kit<Person>

  constructor(kit: Kit<Person>) {
    this.#kit = kit
  }

  set(id: string): void {
    if (this.#kit.deleted.has(id) || this.marked.has(id)) return
    this.marked.add(id)
    this.#kit.touch(`mark:${id}`)
  }

  delete(id: string): void {
    if (this.marked.delete(id)) this.#kit.touch(`mark:${id}`)
  }

  /** Whether the thing is in the state of `things`. */
  knows(id: string): boolean {
    return id in this.#kit.stateOf(thingsClient)
  }
}

export const marksClient = partFor<typeof marks>('marks')({
  part: (kit) => new Marks(kit),
  reduce: {
    'mark.set': (state, { id }) => state.set(id),
    'thing.removed': (state, { id }) => state.delete(id),
  },
  restore: {
    own: (state, { marked }, together) => {
      const shown = together.of('things').flatMap((page) => page.things)
      for (const { id } of shown) if (!marked.includes(id)) state.delete(id)
      for (const id of marked) state.set(id)
    },
  },
  commands: {
    mark: {
      subject: ({ id }) => id,
      keys: ({ id }) => [`mark:${id}`],
      awaits: () => true,
      endedBy: { 'mark.set': (data, _, { ref }) => data.ref === ref },
    },
  },
})

export const clients = [thingsClient, marksClient] as const
export const ada: Person = { id: 'ada', name: 'Ada' }

export function thingOf(id: string, more: Partial<Thing> = {}): Thing {
  return { id, name: `Thing ${id}`, isOn: false, ...more }
}
