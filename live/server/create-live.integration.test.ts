// An app of its own on the engine: when the database comes late, when a handler has a fault, and what forms are told.
import { once } from 'node:events'
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from '../../platform/logger.ts'
import { dropDatabase } from '../../platform/postgres/test-database.ts'
import { databaseAt, execute } from '../../platform/postgres/test-server.ts'
import { defineFeature } from '../protocol/feature.ts'
import { createLive } from './create-live.ts'
import { pgDatabase } from './databases.ts'
import { serverFor } from './define.ts'

const name = `own_${randomBytes(6).toString('hex')}`
const url = databaseAt(inject('testServerUrl'), name)
const logger = createLogger('silent')
const database = pgDatabase(new Pool({ connectionString: url }))

const counter = defineFeature({
  name: 'counter',
  commands: {
    add: {
      input: z.object({ by: z.coerce.number().int().max(9) }),
      result: z.object({ count: z.int() }),
    },
    fail: { input: z.object({}) },
  },
  events: { 'counter.moved': { on: ['counter'], data: z.object({ count: z.int() }) } },
  topics: { counter: { snapshot: z.object({ count: z.int() }) } },
})
let count = 0
const counterServer = serverFor<typeof database>()(counter, {
  commands: {
    add: {
      run: async ({ input, publish }) => {
        count += input.by
        publish('counter', 'counter.moved', { count })
        return { count }
      },
    },
    fail: {
      run: () => {
        throw new TypeError('a fault of the handler')
      },
    },
  },
  topics: { counter: { mayFollow: () => true, snapshot: async () => ({ count }) } },
})
const live = createLive({
  features: [counterServer],
  database,
  logger,
  publicUrl: 'https://counter.example',
})
const server = createServer((_, response) => response.end('the app'))
let origin = ''

beforeAll(async () => {
  live.attach(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await live.close()
  server.close()
  server.closeAllConnections()
  await dropDatabase(name)
})

test('a database that comes after the app is used once it is there', async () => {
  const early = await fetch(`${origin}/live/snapshot?topics=counter`)
  expect(early.status).toBe(503)
  expect(await early.json()).toMatchObject({ type: 'error', code: 'unavailable' })
  await execute(inject('testServerUrl'), `CREATE DATABASE ${name}`)
  const later = await fetch(`${origin}/live/snapshot?topics=counter`)
  expect(await later.json()).toMatchObject({ snapshots: { counter: { count: 0 } } })
  expect(await (await fetch(origin)).text()).toBe('the app')
})

test('a fault of a handler is no reason to try again, and spoils nothing beside it', async () => {
  const say = (type: 'add' | 'fail') => {
    const command = { ref: randomUUID(), type, by: 1 }
    return live.execute({ id: randomUUID() }, command as { ref: string; type: 'add'; by: number })
  }
  const [first, failed, last] = await Promise.all([say('add'), say('fail'), say('add')])
  expect([first.type, last.type]).toEqual(['ack', 'ack'])
  expect(failed).toMatchObject({ type: 'error', code: 'invalid' })
  expect(failed).not.toHaveProperty('retryAfterMs')
})

test('a form is told what is wrong, with what was typed', async () => {
  const send = live.formAction('add')
  const form = (by: string) => {
    const data = new FormData()
    data.set('by', by)
    data.set('$ACTION_ID', 'of the framework')
    return data
  }
  const refused = await send({ problem: null, values: {} }, form('10'))
  expect(refused).toMatchObject({ values: { by: '10' } })
  expect(refused.problem).toContain('by')
  expect(await send(refused, form('2'))).toEqual({ problem: null, values: {} })
})

test('the origin is that of the public address, and a page of another site is told so', async () => {
  const ask = (from: string) =>
    fetch(`${origin}/live/commands`, {
      method: 'POST',
      headers: { origin: from, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'add', ref: randomUUID(), by: 1 }),
    })
  expect((await ask('https://counter.example')).status).toBe(200)
  const foreign = await ask('https://other.example')
  expect(foreign.status).toBe(403)
  expect(await foreign.json()).toMatchObject({ type: 'error', code: 'forbidden' })
})

test('another set of features in the same process is refused', async () => {
  const other = defineFeature({ name: 'other', topics: { other: { snapshot: z.object({}) } } })
  const otherServer = serverFor<typeof database>()(other, {
    topics: { other: { mayFollow: () => true, snapshot: async () => ({}) } },
  })
  const second = createLive({ features: [otherServer], database, logger })
  await expect(second.snapshot('other')).rejects.toThrow('an engine already')
})

test('a pool without a connection string is refused once it is to be connected to', () => {
  const made = pgDatabase(new Pool({ host: 'localhost' }))
  expect(() => made.url).toThrow('connectionString')
})
