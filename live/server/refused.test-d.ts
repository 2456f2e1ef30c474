// Server code that must not compile. Each `@ts-expect-error` says what is wrong in the next line.
import { z } from 'zod'
import { defineFeature } from '../protocol/feature.ts'
import { createLive } from './create-live.ts'
import { serverFor } from './define.ts'
import type { Database } from './define.ts'
import type { OwnDatabase } from './databases.ts'

const thing = z.object({ thingId: z.string(), n: z.int() })
const things = defineFeature({
  name: 'things',
  commands: { add: { input: thing, result: thing }, remove: { input: z.object({}) } },
  events: {
    'thing.added': { on: ['thing'], data: thing, latest: 'thingId' },
    'thing.listed': { on: ['list'], data: thing },
  },
  topics: { list: { snapshot: z.array(thing) }, thing: { id: z.string(), snapshot: thing } },
})
const defineServer = serverFor<Database<{ read(): string }>>()
const topics = {
  list: { mayFollow: () => true, snapshot: () => Promise.resolve([]) },
  thing: {
    mayFollow: () => true,
    snapshot: ({ id }: { id: string }) => Promise.resolve({ thingId: id, n: 1 }),
  },
}
const remove = { run: () => Promise.resolve() }
const add = { run: ({ input }: { input: z.infer<typeof thing> }) => Promise.resolve(input) }

// @ts-expect-error an event on an unknown kind of topic
defineFeature({ name: 'a', events: { 'a.b': { on: ['nowhere'], data: thing } } })
// @ts-expect-error conflated by a field that the data does not have
defineFeature({ name: 'a', events: { 'a.b': { on: ['user'], data: thing, latest: 'nothing' } } })
// @ts-expect-error adds to a topic of a feature that it does not use
defineFeature({ name: 'a', adds: { list: thing } })
// @ts-expect-error a topic without a snapshot schema
defineFeature({ name: 'a', topics: { t: { id: z.string() } } })
// @ts-expect-error a topic whose id is not text
defineFeature({ name: 'a', topics: { t: { id: z.int(), snapshot: thing } } })
// @ts-expect-error a misspelt key
defineFeature({ name: 'a', comands: {} })

// @ts-expect-error a command without a handler
defineServer(things, { topics, commands: { add } })
// @ts-expect-error a handler for an unknown command
defineServer(things, { topics, commands: { add, remove, ad: remove } })
// @ts-expect-error a topic without rules
defineServer(things, { commands: { add, remove }, topics: { list: topics.list } })
const both = { add, remove }
const { mayFollow, snapshot } = topics.list
// @ts-expect-error a topic without permission rules
defineServer(things, { commands: both, topics: { ...topics, list: { snapshot } } })
// @ts-expect-error a topic without a snapshot
defineServer(things, { commands: both, topics: { ...topics, list: { mayFollow } } })
// @ts-expect-error no topics at all
defineServer(things, { commands: { add, remove } })

const server = defineServer(things, {
  topics,
  commands: {
    remove,
    add: {
      run({ input, publish, tx }) {
        publish('list', 'thing.listed', input)
        publish(`thing:${input.thingId}`, 'thing.added', input)
        // @ts-expect-error a kind of topic that does not carry this event
        publish('list', 'thing.added', input)
        // @ts-expect-error no such topic
        publish('lists', 'thing.listed', input)
        // @ts-expect-error wrong data
        publish('list', 'thing.listed', { thingId: 1 })
        // @ts-expect-error an unknown method of the transaction
        const { write } = tx
        return Promise.resolve(write ? input : input)
      },
    },
  },
})

declare const database: OwnDatabase<{ read(): string }>
const live = createLive({ features: [server], database })
// @ts-expect-error no such topic
void live.snapshot('nothing')
// @ts-expect-error no such command
live.action('ad')
// @ts-expect-error wrong input
void live.execute({ id: '1' }, { type: 'add', ref: '1', thingId: 1 })
