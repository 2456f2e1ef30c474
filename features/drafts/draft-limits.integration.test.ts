// Limits of a draft's text, history and messages: the page that reaches one gets a notice, and other pages notice nothing.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftText, tooManyPages } from './channel.ts'
import { draftLimits } from './limits.ts'
import { readText } from './draft-updates.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { TestWriter } from '#server/integration/test-writer.ts'

let node: TestNode
let ada: Person

beforeAll(async () => {
  node = await startTestNode({ logLevel: 'warn' })
  ada = await node.signUp('ada')
})
afterAll(() => node.stop())

async function begin(role: 'read' | 'write' = 'write'): Promise<{ draftId: string; key: string }> {
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role, on: true })
  return { draftId, key: key ?? '' }
}

async function joined(draftId: string, person: Person | null, key = ''): Promise<TestWriter> {
  const writer = new TestWriter(node, draftId, person, key)
  await expect.poll(() => writer.synced, { timeout: 10_000 }).toBe(true)
  return writer
}

/** Bytes stored of a draft. */
async function kept(draftId: string): Promise<number> {
  const rows = await node.db.draftUpdate.findMany({ where: { draftId }, select: { bytes: true } })
  return rows.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

test('[D5] a draft that is full says so, keeps what others write, and takes the rest once there is room', async () => {
  const { draftId, key } = await begin()
  const owner = await joined(draftId, ada)
  const guest = await joined(draftId, null, key)
  guest.text.insert(0, 'a'.repeat(draftLimits.text))
  await expect.poll(() => owner.text.length).toBe(draftLimits.text)
  guest.text.insert(0, 'over')
  guest.text.insert(4, ' and over')
  await expect.poll(() => guest.full).toMatch(/^This draft is full: 200,000 characters at most\./)
  expect(guest.synced).toBe(false)
  // The other pages get no notice, and can delete and add text.
  expect(owner.full).toBe(null)
  owner.text.delete(owner.text.length - 5, 5)
  owner.text.insert(0, 'mine!')
  await expect.poll(() => owner.synced).toBe(true)
  expect(guest.full).not.toBe(null)
  // The page itself makes room: all its text reaches the others, once.
  guest.text.delete(100_000, 1000)
  await expect.poll(() => guest.full).toBe(null)
  await expect.poll(() => guest.synced).toBe(true)
  await expect.poll(() => owner.text.toString()).toBe(guest.text.toString())
  const text = await readText(node.db, draftId)
  expect(text).toBe(guest.text.toString())
  expect(text).toContain('over and over')
  expect(text).toContain('mine!')
  // Another page makes room.
  guest.text.insert(0, 'b'.repeat(2000))
  await expect.poll(() => guest.full).not.toBe(null)
  owner.text.delete(owner.text.length - 3000, 3000)
  await expect.poll(() => guest.full).toBe(null)
  await expect.poll(() => guest.synced).toBe(true)
  await expect.poll(() => owner.text.toString()).toBe(guest.text.toString())
  // After a reconnect it gets the notice again, and nothing is lost.
  guest.text.insert(0, 'c'.repeat(5000))
  await expect.poll(() => guest.full).not.toBe(null)
  guest.full = null
  guest.disconnect()
  await expect.poll(() => guest.connected).toBe(false)
  void guest.connect()
  await expect.poll(() => guest.full).not.toBe(null)
  guest.text.delete(0, 5000)
  await expect.poll(() => guest.full).toBe(null)
  await expect.poll(() => owner.text.toString()).toBe(guest.text.toString())
  for (const writer of [owner, guest]) writer.end()
}, 60_000)

test('what is kept of a draft stays small, whatever is written and deleted there', async () => {
  const { draftId, key } = await begin()
  const guest = await joined(draftId, null, key)
  for (let round = 0; round < 20; round += 1) {
    guest.text.insert(0, `${round}`.repeat(60_000))
    guest.text.delete(0, guest.text.length)
    await expect.poll(() => guest.synced, { timeout: 10_000 }).toBe(true)
  }
  expect(await kept(draftId)).toBeLessThan(4 * 1024 * 1024)
  guest.end()
  await expect.poll(() => kept(draftId)).toBeLessThan(64 * 1024)
}, 60_000)

test('[D5] a history is bounded too, and what only takes away is always taken', async () => {
  const { draftId, key } = await begin()
  const guest = await joined(draftId, null, key)
  while (guest.full === null) {
    guest.document.transact(() => {
      for (let count = 0; count < 2000; count += 1) {
        guest.text.insert(Math.floor((guest.text.length * (count % 7)) / 7), 'x')
      }
    })
    await expect.poll(() => guest.synced || guest.full !== null, { timeout: 20_000 }).toBe(true)
  }
  expect(guest.full).toMatch(/has been changed too often/)
  const owner = await joined(draftId, ada)
  expect(owner.text.length).toBeLessThanOrEqual(draftLimits.pieces)
  owner.text.delete(0, owner.text.length)
  await expect.poll(() => owner.synced).toBe(true)
  expect(await readText(node.db, draftId)).toBe('')
  for (const writer of [owner, guest]) writer.end()
}, 120_000)

/** Many pieces at the beginning of the text, by the client with the highest id: Yjs scans the whole text for each. */
function entangled(): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const pieces = 400
  encoding.writeVarUint(encoder.restEncoder, 1)
  encoding.writeVarUint(encoder.restEncoder, pieces)
  encoder.writeClient(0xffff_ffff)
  encoding.writeVarUint(encoder.restEncoder, 0)
  for (let count = 0; count < pieces; count += 1) {
    // A string struct without neighbours, whose parent is the text, by name.
    encoder.writeInfo(4)
    encoder.writeParentInfo(true)
    encoder.writeString(draftText)
    encoder.writeString('x')
  }
  encoding.writeVarUint(encoder.restEncoder, 0)
  return encoder.toUint8Array()
}

test('too much at once, and what would take long to find its place, is refused with a sentence', async () => {
  const { draftId, key } = await begin()
  const owner = await joined(draftId, ada)
  owner.document.transact(() => {
    for (let count = 0; count < 3000; count += 1) owner.text.insert(0, 'y')
  })
  await expect.poll(() => owner.synced).toBe(true)
  const enemy = await joined(draftId, null, key)
  enemy.sendUpdate(entangled())
  await expect.poll(() => enemy.closed?.reason).toMatch(/its place cannot be found in time\.$/)
  const many = await joined(draftId, null, `${key}~many`)
  many.document.transact(() => {
    for (let count = 0; count < 12_000; count += 1) many.text.insert(0, 'z')
  })
  await expect.poll(() => many.closed?.reason).toMatch(/it is too much at once\.$/)
  expect(await readText(node.db, draftId)).toBe('y'.repeat(3000))
  for (const writer of [owner, enemy, many]) writer.end()
}, 60_000)

test('much that was written offline is taken in parts, all of it', async () => {
  const { draftId } = await begin()
  const writer = await joined(draftId, ada)
  writer.disconnect()
  await expect.poll(() => writer.connected).toBe(false)
  writer.text.insert(0, 'The beginning. ')
  for (let count = 0; count < 3000; count += 1) {
    writer.text.insert(Math.floor((writer.text.length * (count % 11)) / 11), `${count} `)
    if (count % 5 === 0) writer.text.delete(Math.floor(writer.text.length / 3), 2)
  }
  void writer.connect()
  await expect.poll(() => writer.synced, { timeout: 20_000 }).toBe(true)
  const isAll = async () => (await readText(node.db, draftId)) === writer.text.toString()
  await expect.poll(isAll, { timeout: 30_000 }).toBe(true)
  expect(await node.db.draftUpdate.count({ where: { draftId } })).toBeGreaterThan(3)
  writer.end()
}, 60_000)

test('a flood of cursors by a link to read is read slowly, and nobody is shown any of it', async () => {
  const { draftId, key } = await begin('read')
  const owner = await joined(draftId, ada)
  const reader = await joined(draftId, null, key)
  for (let count = 0; count < 2000; count += 1) {
    reader.say({ cursor: null, words: 'x'.repeat(10_000), count })
  }
  owner.text.insert(0, 'Undisturbed')
  await expect.poll(() => owner.synced).toBe(true)
  await expect.poll(() => reader.text.toString()).toBe('Undisturbed')
  expect(reader.unsent).toBeGreaterThan(0)
  expect(owner.others.size).toBe(0)
  for (const writer of [owner, reader]) writer.end()
})

test('[D6] only so many pages by a link have a draft open; the owner always comes in', async () => {
  const { draftId, key } = await begin()
  const guests = Array.from(
    { length: 51 },
    (_, index) => new TestWriter(node, draftId, null, `${key}~${index}`),
  )
  await expect.poll(() => guests.filter(({ synced }) => synced).length).toBe(50)
  await expect.poll(() => guests.flatMap(({ refused }) => refused ?? [])).toEqual([tooManyPages])
  const owner = await joined(draftId, ada)
  for (const writer of guests) writer.end()
  const later = new TestWriter(node, draftId, null, `${key}~later`)
  await expect.poll(() => later.synced).toBe(true)
  for (const writer of [owner, later]) writer.end()
}, 60_000)
