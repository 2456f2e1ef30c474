// Tests of Change: published events and the reactions of hooks.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineFeature } from '../../protocol/feature.ts'
import { defineDirectHook, defineHook, serverFor } from '../define.ts'
import type { Database } from '../define.ts'
import { Change } from './change.ts'
import { registryOf } from './registry.ts'

const person = z.object({ id: z.string(), name: z.string() })
const things = defineFeature({
  name: 'things',
  commands: { add: { input: z.object({}), result: z.object({ by: person }) } },
  events: { 'thing.added': { on: ['user'], data: z.object({ by: person }) } },
})
const counters = defineFeature({
  name: 'counters',
  events: { counted: { on: ['user'], data: z.object({ count: z.number() }) } },
})
const added = defineDirectHook<number>('added')
const asked = defineHook<string>('asked')
const defineServer = serverFor<Database<object>>()
const servers = [
  defineServer(things, {
    commands: { add: { run: () => Promise.resolve({ by: { id: '1', name: 'Ada' } }) } },
  }),
  defineServer(counters, {})
    .on(added, async (all, { publish }) => {
      publish('user:1', 'counted', { count: all.reduce((sum, each) => sum + each, 0) })
      await Promise.resolve()
    })
    .on(asked, async ([name], { publish }) => {
      publish('user:1', 'counted', { count: name?.length ?? 0 })
      await Promise.resolve()
    }),
]
const statements = { $queryRaw: () => Promise.reject(new Error('Nothing is asked here.')) }
const change = () => new Change(registryOf(servers), statements, {})

test('only what a schema names is published: a column more stays here', async () => {
  const made = change()
  const by = { id: '1', name: 'Ada', email: 'ada@hubbub.example' }
  made.writing.publish('user:1', 'thing.added', { by, secret: 'a' })
  const [event] = await made.finish()
  expect(event?.data).toEqual({ by: { id: '1', name: 'Ada' } })
})

test('only what a schema names is answered', () => {
  const { stripResult } = registryOf(servers).command('add')
  const planted = { by: { id: '1', name: 'Ada', email: 'ada@hubbub.example' } }
  expect(stripResult(planted)).toEqual({ by: { id: '1', name: 'Ada' } })
})

test('what was gathered is told once, and stands before the rest', async () => {
  const made = change()
  const { publish, gather } = made.writing
  gather(added, 1)
  publish('user:1', 'thing.added', { by: { id: '1', name: 'Ada' } })
  gather(added, 2)
  const events = await made.finish()
  expect(events.map(({ type, data }) => [type, data])).toEqual([
    ['counted', { count: 3 }],
    ['thing.added', { by: { id: '1', name: 'Ada' } }],
  ])
})

test('a call is answered at once, in its order', async () => {
  const made = change()
  await made.writing.call(asked, 'four')
  made.writing.publish('user:1', 'thing.added', { by: { id: '1', name: 'Ada' } })
  const events = await made.finish()
  expect(events.map(({ type }) => type)).toEqual(['counted', 'thing.added'])
})

test('an event that no feature has, and a command that nobody handles, are mistakes of the program', () => {
  expect(() => change().writing.publish('user:1', 'nothing', {})).toThrow('no event "nothing"')
  expect(() => registryOf([{ feature: things, rules: {}, reactions: [] }])).toThrow(
    'Nothing handles the command "add" of things.',
  )
})
