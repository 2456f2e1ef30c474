// Hostile writers: they can change a draft's text, and nothing else. No page freezes, texts never diverge, and other people's changes stay theirs.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeRefused, draftText, isPlainText } from './channel.ts'
import { readText } from './draft-updates.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { TestWriter } from '#server/integration/test-writer.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode({ logLevel: 'warn' })
  ;[ada, bob] = await node.people('ada', 'bob')
})
afterAll(() => node.stop())

async function begin(): Promise<{ draftId: string; key: string }> {
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'write', on: true })
  return { draftId, key: key ?? '' }
}

async function joined(draftId: string, person: Person | null, key = ''): Promise<TestWriter> {
  const writer = new TestWriter(node, draftId, person, key)
  await expect.poll(() => writer.synced, { timeout: 10_000 }).toBe(true)
  return writer
}

/** An update that `change` makes in a copy of this document, with a Yjs client of its own. */
function updateOf(
  from: Y.Doc,
  change: (document: Y.Doc, text: Y.Text) => unknown,
  clientID?: number,
): Uint8Array {
  const document = new Y.Doc()
  Y.applyUpdate(document, Y.encodeStateAsUpdate(from))
  if (clientID !== undefined) document.clientID = clientID
  const before = Y.encodeStateVector(document)
  change(document, from.store.clients.size === 0 ? new Y.Text() : document.getText(draftText))
  return Y.encodeStateAsUpdate(document, before)
}

const hostile: Record<string, (from: Y.Doc) => Uint8Array> = {
  'an embed': (from) => updateOf(from, (_, text) => text.insertEmbed(3, { a: 1 })),
  'a nested text': (from) => updateOf(from, (_, text) => text.insertEmbed(0, new Y.Text('x'))),
  'a format': (from) => updateOf(from, (_, text) => text.format(0, 4, { bold: true })),
  'formatted words': (from) => updateOf(from, (_, text) => text.insert(1, 'x', { bold: true })),
  'an attribute': (from) => updateOf(from, (_, text) => text.setAttribute('a', 1)),
  'a map': (from) => updateOf(from, (document) => document.getMap('other').set('a', 'b')),
  'a map in the text': () =>
    updateOf(new Y.Doc(), (document) => document.getMap(draftText).set('a', 'words')),
  'another text': (from) => updateOf(from, (document) => document.getText('other').insert(0, 'x')),
  'a subdocument': () =>
    updateOf(new Y.Doc(), (document) => document.getArray(draftText).insert(0, [new Y.Doc()])),
  binary: () =>
    updateOf(new Y.Doc(), (document) =>
      document.getArray(draftText).insert(0, [new Uint8Array(3)]),
    ),
  values: () =>
    updateOf(new Y.Doc(), (document) => document.getArray(draftText).insert(0, [1, null, 'a'])),
  'an element': () =>
    updateOf(new Y.Doc(), (document) =>
      document.getXmlFragment(draftText).insert(0, [new Y.XmlElement('p')]),
    ),
  CRLF: (from) => updateOf(from, (_, text) => text.insert(1, 'a\r\nb')),
  'a lone CR': (from) => updateOf(from, (_, text) => text.insert(1, '\r')),
  NUL: (from) => updateOf(from, (_, text) => text.insert(1, '\u0000')),
  'an escape': (from) => updateOf(from, (_, text) => text.insert(1, '\u001b[31m')),
  DEL: (from) => updateOf(from, (_, text) => text.insert(1, '\u007f')),
  "the server's client": (from) => updateOf(from, (_, text) => text.insert(1, 'x'), 1),
  'no update': () => new Uint8Array([255, 255, 255, 255, 255, 255, 1]),
  'nothing at all': () => new Uint8Array(),
}

test.each(Object.keys(hostile))(
  '[D4] %s is refused, with a sentence, and nobody else notices',
  async (name) => {
    const { draftId, key } = await begin()
    const honest = await joined(draftId, ada)
    honest.text.insert(0, 'Words')
    await expect.poll(() => honest.synced).toBe(true)
    const enemy = await joined(draftId, null, key)
    await expect.poll(() => enemy.text.toString()).toBe('Words')
    enemy.sendUpdate(hostile[name]?.(enemy.document) ?? new Uint8Array())
    await expect.poll(() => enemy.closed?.code).toBe(changeRefused)
    expect(enemy.closed?.reason).toMatch(/^This change could not be taken: it .+\.$/)
    enemy.end()
    honest.text.insert(5, '!')
    await expect.poll(() => honest.synced).toBe(true)
    expect(honest.closed).toBe(null)
    expect(honest.text.toDelta()).toEqual([{ insert: 'Words!' }])
    expect(await readText(node.db, draftId)).toBe('Words!')
    expect(await node.refused(ada, { type: 'keepVersion', draftId })).toBe('ack')
    honest.end()
  },
)

test('nobody writes as somebody else, nor deletes what is not there yet, nor leaves something to turn up later', async () => {
  const { draftId, key } = await begin()
  const honest = await joined(draftId, ada)
  honest.text.insert(0, 'Mine')
  await expect.poll(() => honest.synced).toBe(true)
  const mine = honest.document.clientID

  const masked = await joined(draftId, null, key)
  await expect.poll(() => masked.text.toString()).toBe('Mine')
  masked.sendUpdate(updateOf(masked.document, (_, text) => text.insert(4, ' not'), mine))
  await expect.poll(() => masked.closed?.code).toBe(changeRefused)
  masked.end()

  // Deletes all that this page will ever write, and all that a page not yet there will.
  for (const client of [mine, 4_000_000_000]) {
    const eraser = await joined(draftId, null, key)
    const encoder = encoding.createEncoder()
    for (const number of [0, 1, client, 1, 0, 1_000_000]) encoding.writeVarUint(encoder, number)
    eraser.sendUpdate(encoding.toUint8Array(encoder))
    await expect.poll(() => eraser.closed?.code, { timeout: 15_000 }).toBe(1013)
    eraser.end()
  }

  // An embed that waits for missing text before it.
  const patient = await joined(draftId, null, key)
  const document = new Y.Doc()
  document.getText(draftText).insert(0, 'ab')
  const before = Y.encodeStateVector(document)
  document.getText(draftText).insert(2, 'cd')
  patient.sendUpdate(Y.encodeStateAsUpdate(document, before))
  await expect.poll(() => patient.closed?.code, { timeout: 15_000 }).toBe(1013)
  patient.end()

  honest.text.insert(4, ' still')
  await expect.poll(() => honest.synced).toBe(true)
  expect(honest.text.toString()).toBe('Mine still')
  expect(await readText(node.db, draftId)).toBe('Mine still')
  honest.end()
}, 60_000)

test('two guests with one link do not write as each other, also over a restart', async () => {
  const { draftId, key } = await begin()
  const guest = await joined(draftId, null, `${key}~one`)
  guest.text.insert(0, 'First')
  await expect.poll(() => guest.synced).toBe(true)
  guest.disconnect()
  await expect.poll(() => guest.closed).not.toBe(null)
  await node.restart()
  const other = await joined(draftId, null, `${key}~two`)
  await expect.poll(() => other.text.toString()).toBe('First')
  other.sendUpdate(
    updateOf(other.document, (_, text) => text.insert(5, ' forged'), guest.document.clientID),
  )
  await expect.poll(() => other.closed?.code).toBe(changeRefused)
  other.end()
  guest.text.insert(5, ' and last')
  void guest.connect()
  await expect.poll(() => guest.synced, { timeout: 10_000 }).toBe(true)
  expect(await readText(node.db, draftId)).toBe('First and last')
  guest.end()
})

test('hostile and honest writers at once: all honest ones have what is kept', async () => {
  const { draftId, key } = await begin()
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'acceptDraft', draftId })
  const honest = [
    await joined(draftId, ada),
    await joined(draftId, bob),
    await joined(draftId, null, `${key}~x`),
  ]
  const attacks = Object.values(hostile)
  let refused = 0
  await Promise.all([
    (async () => {
      for (let round = 0; round < 60; round += 1) {
        const writer = honest[round % honest.length]
        writer?.text.insert(Math.floor(writer.text.length / 2), `${round} `)
        if (round % 7 === 3) writer?.text.delete(0, 1)
        if (round % 20 === 10) writer?.disconnect()
        if (round % 20 === 15) for (const each of honest) void each.connect()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })(),
    ...[0, 1, 2].map(async (start) => {
      for (let index = start; index < attacks.length; index += 3) {
        const enemy = await joined(draftId, null, `${key}~enemy${index}`)
        enemy.text.insert(0, '#')
        enemy.sendUpdate(attacks[index]?.(enemy.document) ?? new Uint8Array())
        await expect.poll(() => enemy.closed?.code, { timeout: 10_000 }).toBe(changeRefused)
        refused += 1
        enemy.end()
      }
    }),
  ])
  for (const writer of honest) void writer.connect()
  await expect.poll(() => honest.every(({ synced }) => synced), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => new Set(honest.map(({ text }) => text.toString())).size).toBe(1)
  const text = honest[0]?.text.toString() ?? ''
  expect(text).toContain('59')
  expect(isPlainText(text)).toBe(true)
  expect(await readText(node.db, draftId)).toBe(text)
  expect(refused).toBe(attacks.length)
  for (const writer of honest) {
    expect(writer.closed?.code).not.toBe(changeRefused)
    writer.end()
  }
}, 60_000)

test('who types while it still tells what it wrote elsewhere is not refused', async () => {
  const { draftId } = await begin()
  const writer = await joined(draftId, ada)
  writer.disconnect()
  await expect.poll(() => writer.closed).not.toBe(null)
  writer.text.insert(0, 'Offline. ')
  const before = Y.encodeStateVector(writer.document)
  writer.text.insert(writer.text.length, 'Online.')
  const late = Y.encodeStateAsUpdate(writer.document, before)
  void writer.connect()
  await expect.poll(() => writer.connected).toBe(true)
  writer.sendUpdate(late)
  await expect.poll(() => writer.synced).toBe(true)
  await expect.poll(() => readText(node.db, draftId)).toBe('Offline. Online.')
  writer.end()
})

test('what was kept before is made plain text, once, for all', async () => {
  const { draftId } = await begin()
  const old = new Y.Doc()
  const text = old.getText(draftText)
  text.insert(0, 'one\r\ntwo\rthree\u0000')
  text.insertEmbed(3, { a: 1 })
  text.insertEmbed(0, new Y.Map([['x', new Y.Text('nested')]]))
  text.format(2, 4, { bold: true })
  text.setAttribute('key', 'value')
  old.getMap('other').set('a', new Y.Text('hidden'))
  // And an update that waits for text nobody has written yet.
  const hidden = new Y.Doc()
  hidden.getText(draftText).insert(0, 'a')
  const before = Y.encodeStateVector(hidden)
  hidden.getText(draftText).insertEmbed(1, { b: 1 })
  for (const bytes of [Y.encodeStateAsUpdate(old), Y.encodeStateAsUpdate(hidden, before)]) {
    await node.db.draftUpdate.create({ data: { draftId, bytes: Uint8Array.from(bytes) } })
  }
  await node.db.draftUpdate.create({ data: { draftId, bytes: Uint8Array.from([9, 9, 9]) } })
  expect(await readText(node.db, draftId)).toBe('one\ntwo\nthree')
  const other = await startTestNode({ databaseUrl: node.databaseUrl })
  const link = { type: 'setDraftLink', draftId, role: 'write', on: true } as const
  const { key } = await node.done(ada, link)
  // Sessions are valid on one node in this test, but the link works on any.
  const writers = [
    new TestWriter(node, draftId, ada),
    new TestWriter(other, draftId, null, key ?? ''),
  ]
  for (const writer of writers) {
    await expect.poll(() => writer.synced, { timeout: 20_000 }).toBe(true)
    await expect.poll(() => writer.text.toDelta()).toEqual([{ insert: 'one\ntwo\nthree' }])
    expect(writer.document.getMap('other').size).toBe(0)
    expect(writer.text.getAttributes()).toEqual({})
  }
  writers[0]?.text.insert(0, 'now ')
  await expect.poll(() => writers[1]?.text.toString()).toBe('now one\ntwo\nthree')
  expect(await node.refused(ada, { type: 'publishDraft', draftId })).toBe('ack')
  for (const writer of writers) writer.end()
  await other.stop()
}, 60_000)
