// Drafts by HTTP and WebSocket: concurrent edits converge with what is stored, and changes of permissions take effect at once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { testSeed } from '#scripts/seed.ts'
import { readText } from './draft-updates.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { TestWriter } from '#server/integration/test-writer.ts'

const seed = testSeed()
const editors = 5
const rounds = 600

let node: TestNode
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, eve] = await node.people('ada', 'bob', 'eve')
})
afterAll(() => node.stop())

async function begin(): Promise<string> {
  return (await node.done(ada, { type: 'createDraft' })).draftId
}

/** Mulberry32: a seeded random number generator. */
function randomNumbers(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test(`[D1] ${editors} editors, disconnects and restarts: all end with the same, and it is kept (seed ${seed})`, async () => {
  const random = randomNumbers(seed)
  const draftId = await begin()
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'acceptDraft', draftId })
  const writers = Array.from(
    { length: editors },
    (_, index) => new TestWriter(node, draftId, index % 2 === 0 ? ada : bob),
  )
  const pick = (below: number): number => Math.floor(random() * below)
  let operations = 0
  for (let round = 0; round < rounds; round += 1) {
    const writer = writers[pick(editors)]
    if (!writer) continue
    const { text } = writer
    const what = random()
    if (what < 0.03) writer.disconnect()
    else if (what < 0.08) void writer.connect()
    else {
      for (let count = pick(8); count >= 0; count -= 1) {
        operations += 1
        if (text.length > 5 && random() < 0.35) text.delete(pick(text.length - 4), 1 + pick(3))
        else text.insert(pick(text.length + 1), `${pick(10)}`.repeat(1 + pick(4)))
      }
    }
    if (round % 200 === 150) await node.restart()
    if (round % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  for (const writer of writers) void writer.connect()
  await expect.poll(() => writers.every(({ synced }) => synced), { timeout: 30_000 }).toBe(true)
  const words = (): string[] => writers.map(({ text }) => text.toString())
  await expect.poll(() => new Set(words()).size, { timeout: 30_000 }).toBe(1)
  const [text = ''] = words()
  expect(text.length).toBeGreaterThan(100)
  expect(await readText(node.db, draftId)).toBe(text)
  for (const writer of writers) writer.end()
  await node.restart()
  const late = new TestWriter(node, draftId, bob)
  await expect.poll(() => late.text.toString()).toBe(text)
  late.end()
  console.log(`${operations} operations, ${text.length} characters`)
}, 90_000)

test('two nodes on one database write one text', async () => {
  const other = await startTestNode({ databaseUrl: node.databaseUrl })
  const draftId = await begin()
  const here = new TestWriter(node, draftId, ada)
  await expect.poll(() => here.synced).toBe(true)
  // The other node has another secret: the link must work there too.
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'write', on: true })
  const there = new TestWriter(other, draftId, null, key ?? '')
  await expect.poll(() => there.synced).toBe(true)
  here.text.insert(0, 'from here ')
  await expect.poll(() => there.text.toString()).toBe('from here ')
  there.text.insert(there.text.length, 'and from there')
  await expect.poll(() => here.text.toString()).toBe('from here and from there')
  // Updates written while a node misses notifications reach it when it listens again.
  await node.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'hubbub log'`
  there.text.insert(0, 'Unheard: ')
  await expect
    .poll(() => here.text.toString(), { timeout: 10_000 })
    .toBe('Unheard: from here and from there')
  here.end()
  there.end()
  await other.stop()
})

test('a stranger gets nothing, a reader may not write, and what is withdrawn ends at once', async () => {
  const draftId = await begin()
  const writer = new TestWriter(node, draftId, ada)
  writer.text.insert(0, 'Secret')
  await expect.poll(() => writer.synced).toBe(true)
  for (const stranger of [eve, null]) {
    const uninvited = new TestWriter(node, draftId, stranger, 'guessed')
    await expect.poll(() => uninvited.refused).toBe('permission-denied')
    expect(uninvited.text.toString()).toBe('')
    uninvited.end()
  }
  for (const command of [
    { type: 'askToDraft', draftId, handle: 'eve', role: 'write' },
    { type: 'setDraftLink', draftId, role: 'read', on: true },
    { type: 'publishDraft', draftId },
    { type: 'keepVersion', draftId },
    { type: 'deleteDraft', draftId },
  ]) {
    expect(await node.command(eve, command)).toMatchObject({ code: 'not_found' })
  }

  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'read' })
  const reader = new TestWriter(node, draftId, bob)
  await expect.poll(() => reader.text.toString()).toBe('Secret')
  reader.text.insert(0, 'Not ')
  writer.text.insert(6, '!')
  await expect.poll(() => reader.text.toString()).toBe('Not Secret!')
  expect(writer.text.toString()).toBe('Secret!')
  expect(await node.command(bob, { type: 'keepVersion', draftId })).toMatchObject({
    code: 'forbidden',
  })
  await node.done(ada, { type: 'removeFromDraft', draftId, userId: bob.id })
  await expect.poll(() => reader.refused, { timeout: 5_000 }).toBe('permission-denied')
  reader.end()

  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'read', on: true })
  const guest = new TestWriter(node, draftId, null, key ?? '')
  await expect.poll(() => guest.text.toString()).toBe('Secret!')
  await node.done(ada, { type: 'setDraftLink', draftId, role: 'read', on: false })
  await expect.poll(() => guest.refused, { timeout: 5_000 }).toBe('permission-denied')
  guest.end()
  writer.end()
})

test('a draft becomes a post by all who may write it, once', async () => {
  const draftId = await begin()
  expect(await node.command(ada, { type: 'publishDraft', draftId })).toMatchObject({
    code: 'invalid',
  })
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'acceptDraft', draftId })
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'eve', role: 'read' })
  const writer = new TestWriter(node, draftId, bob)
  writer.text.insert(0, 'Together')
  await expect.poll(() => writer.synced).toBe(true)
  writer.end()
  await node.done(ada, { type: 'keepVersion', draftId })
  const { post } = await node.done(ada, { type: 'publishDraft', draftId })
  expect(post).toMatchObject({ body: 'Together', author: { handle: 'ada' } })
  expect(post.coauthors.map(({ handle }) => handle)).toEqual(['bob'])
  expect(await node.command(ada, { type: 'publishDraft', draftId })).toMatchObject({
    code: 'invalid',
  })
  expect(await node.db.version.count({ where: { draftId } })).toBeGreaterThanOrEqual(2)
})

test('a published draft says so to all who have it open, and its post follows when it is asked to', async () => {
  const draftId = await begin()
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'read', on: true })
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'acceptDraft', draftId })
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'eve', role: 'read' })
  const writer = new TestWriter(node, draftId, bob)
  const guest = new TestWriter(node, draftId, null, key ?? '')
  writer.text.insert(0, '  Together')
  await expect.poll(() => writer.synced).toBe(true)
  await expect.poll(() => guest.notice).toEqual({ type: 'published', published: null })
  expect(await node.refused(ada, { type: 'updatePublished', draftId })).toBe('not_found')
  const { post } = await node.done(ada, { type: 'publishDraft', draftId })
  const said = { postId: post.id, body: '  Together', by: { handle: 'ada' } }
  await expect.poll(() => guest.notice).toMatchObject({ published: said })
  await expect.poll(() => writer.notice).toMatchObject({ published: said })

  writer.text.insert(10, ' still')
  await expect.poll(() => writer.synced).toBe(true)
  expect(await node.refused(eve, { type: 'updatePublished', draftId })).toBe('forbidden')
  const ref = 'update-once'
  for (let count = 0; count < 2; count += 1) {
    const updated = await node.done(bob, { type: 'updatePublished', draftId, ref })
    expect(updated.post).toMatchObject({ id: post.id, body: '  Together still' })
    expect(updated.post.editedAt).not.toBe(null)
  }
  await node.done(ada, { type: 'updatePublished', draftId })
  const events = await node.db.event.count({
    where: { topic: 'feed', type: 'post.edited', subject: post.id },
  })
  expect(events).toBe(1)
  await expect.poll(() => guest.notice).toMatchObject({ published: { body: '  Together still' } })

  await node.done(ada, { type: 'deletePost', postId: post.id })
  await expect
    .poll(() => guest.notice)
    .toMatchObject({ published: { postId: null, by: { handle: 'ada' } } })
  expect(await node.refused(bob, { type: 'updatePublished', draftId })).toBe('not_found')
  const again = await node.done(ada, { type: 'publishDraft', draftId })
  expect(again.post.id).not.toBe(post.id)
  const late = new TestWriter(node, draftId, null, key ?? '')
  await expect.poll(() => late.notice).toMatchObject({ published: { postId: again.post.id } })
  for (const each of [writer, guest, late]) each.end()
})

test('[D7] a cursor has the name of its session and a colour of the server; its place alone is its own', async () => {
  const draftId = await begin()
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'write', on: true })
  const read = await node.done(ada, { type: 'setDraftLink', draftId, role: 'read', on: true })
  const owner = new TestWriter(node, draftId, ada)
  owner.text.insert(0, 'Words')
  await expect.poll(() => owner.synced).toBe(true)
  const guest = new TestWriter(node, draftId, null, key ?? '')
  const second = new TestWriter(node, draftId, null, key ?? '')
  const reader = new TestWriter(node, draftId, null, read.key ?? '')
  const names = () =>
    [...owner.others.values()].map(({ user }) => (user as { name: string }).name).toSorted()
  await expect.poll(names).toEqual(['Guest 1', 'Guest 2'])
  const place = Y.createRelativePositionFromTypeIndex(guest.text, 0)
  const cursor = { anchor: place, head: place }
  const user = { name: 'ada', color: 'red; position:fixed; inset:0', colorLight: 'red' }
  guest.say({ user, cursor, more: 'x' })
  reader.say({ user, cursor })
  const shown = () => [...owner.others.values()].filter((state) => state['cursor'])
  await expect.poll(() => shown().length).toBe(1)
  const [state] = shown()
  expect(Object.keys(state ?? {}).toSorted()).toEqual(['cursor', 'user'])
  expect(JSON.stringify(state)).not.toMatch(/red|ada|more/)
  expect(state?.['user']).toMatchObject({
    name: expect.stringMatching(/^Guest [12]$/),
    color: expect.stringMatching(/^oklch\(0\.62 0\.16 \d+\)$/),
  })
  // Nobody can appear as the owner, and the owner's page does not get what others report about it.
  for (const odd of [
    { anchor: 1, head: {} },
    { anchor: { tname: 'other' }, head: { tname: 'x' } },
    'x',
  ]) {
    second.say({ user, cursor: odd })
  }
  guest.say({ user, cursor: null })
  await expect.poll(() => shown().length).toBe(0)
  second.end()
  await expect.poll(() => owner.others.size).toBe(1)
  const third = new TestWriter(node, draftId, null, key ?? '')
  await expect.poll(names).toEqual(['Guest 1', 'Guest 2'])
  await expect.poll(() => third.others.size).toBe(2)
  for (const each of [owner, guest, reader, third]) each.end()
})

test('[D3] a right that ends closes the socket with 4403 within a second, and is not given again', async () => {
  const draftId = await begin()
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'read' })
  const reader = new TestWriter(node, draftId, bob)
  await expect.poll(() => reader.synced).toBe(true)
  const began = performance.now()
  await node.done(ada, { type: 'removeFromDraft', draftId, userId: bob.id })
  await expect.poll(() => reader.closed?.code, { interval: 5 }).toBe(4403)
  expect(performance.now() - began).toBeLessThan(1000)
  await expect.poll(() => reader.refused).toBe('permission-denied')
  reader.end()
})
