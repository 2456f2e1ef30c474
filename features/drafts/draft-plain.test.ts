// Which updates count as plain text that every page can apply at once, and how other documents are repaired.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { draftText } from './channel.ts'
import { judgeUpdate } from './draft-plain.ts'
import { dropPending, repairOf } from './draft-repair.ts'

function written(words: string, clientID = 7): Y.Doc {
  const document = new Y.Doc()
  document.clientID = clientID
  document.getText(draftText).insert(0, words)
  return document
}

function since(document: Y.Doc, change: () => void): Uint8Array {
  const before = Y.encodeStateVector(document)
  change()
  return Y.encodeStateAsUpdate(document, before)
}

function copyOf(document: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document))
  return copy
}

test('words and deletions are taken, with how far each client goes', () => {
  const ours = written('Hello')
  const theirs = copyOf(ours)
  theirs.clientID = 9
  const update = since(theirs, () => {
    theirs.getText(draftText).insert(5, ' world\n\t– 😀')
    theirs.getText(draftText).delete(0, 1)
  })
  const verdict = judgeUpdate(ours, update)
  expect(verdict).toMatchObject({ kind: 'plain', clocks: [{ client: 9, from: 0, to: 12 }] })
  if (verdict.kind === 'plain') Y.applyUpdate(ours, verdict.bytes)
  expect(ours.getText(draftText).toString()).toBe('ello world\n\t– 😀')
  expect(judgeUpdate(ours, update)).toEqual({ kind: 'nothing' })
  expect(judgeUpdate(ours, Y.encodeStateAsUpdate(ours))).toEqual({ kind: 'nothing' })
})

test('a document that was loaded, and asked for its text by nobody yet, is written on', () => {
  const first = written('Hello')
  const loaded = copyOf(first)
  const update = since(first, () => first.getText(draftText).insert(5, ' again'))
  expect(judgeUpdate(loaded, update)).toMatchObject({ kind: 'plain' })
})

test('what was deleted again offline is taken', () => {
  const ours = written('Hello')
  const theirs = copyOf(ours)
  const text = theirs.getText(draftText)
  const update = since(theirs, () => {
    text.insert(2, 'abc')
    text.delete(1, 3)
    text.insert(1, 'x')
  })
  expect(judgeUpdate(ours, update).kind).toBe('plain')
})

test('of an update that others sent in part, only the new is kept, as it will be applied', () => {
  const ours = written('Hello')
  const theirs = copyOf(ours)
  theirs.clientID = 9
  const all = since(theirs, () => {
    theirs.getText(draftText).insert(0, 'ab')
    Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs))
    theirs.getText(draftText).insert(2, 'cd')
  })
  expect(judgeUpdate(ours, all)).toMatchObject({ clocks: [{ client: 9, from: 2, to: 4 }] })
})

test('what builds on what is not there is early, not taken', () => {
  const theirs = written('ab')
  const gap = since(theirs, () => theirs.getText(draftText).insert(2, 'c'))
  expect(judgeUpdate(new Y.Doc(), gap)).toEqual({ kind: 'early' })
  const other = copyOf(theirs)
  other.clientID = 9
  const beside = since(other, () => other.getText(draftText).insert(1, 'x'))
  expect(judgeUpdate(new Y.Doc(), beside)).toEqual({ kind: 'early' })
  const deletion = encoding.createEncoder()
  for (const number of [0, 1, 7, 1, 3, 50]) encoding.writeVarUint(deletion, number)
  expect(judgeUpdate(theirs, encoding.toUint8Array(deletion))).toEqual({ kind: 'early' })
})

/** One struct of the Yjs client 9: `info` says which fields follow. */
function struct(info: number, ...numbers: (number | string)[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, 9, 0]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, info)
  for (const value of numbers) {
    if (typeof value === 'string') encoding.writeVarString(encoder, value)
    else encoding.writeVarUint(encoder, value)
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

const right = 0b0100_0000
const left = 0b1000_0000
const string = 4

test.each([
  ['beside itself, before it is there', struct(left | string, 9, 0, 'a'), 'early'],
  ['beside what nobody has written', struct(right | string, 1234, 0, 'a'), 'early'],
  ['of no length', struct(left | string, 7, 0, ''), 'nothing'],
  ['longer than anybody types', struct(left | 1, 7, 0, 2 ** 40), 'refused'],
  ['nothing, longer than anybody types', struct(0, 2 ** 50), 'refused'],
  ['below another item', struct(string, 0, 7, 0, 'a'), 'refused'],
  ['of another text', struct(string, 1, 'other', 'a'), 'refused'],
  ['cut off', struct(left | string, 7, 0, 'abc').subarray(0, 8), 'refused'],
])('an item %s', (_, update, kind) => {
  const ours = written('Hello')
  expect(judgeUpdate(ours, update).kind).toBe(kind)
  expect(ours.getText(draftText).toString()).toBe('Hello')
})

test('a document that is not plain text becomes so, without what waited in it', () => {
  const old = new Y.Doc()
  const text = old.getText(draftText)
  text.insert(0, 'one\r\ntwo\rthree\u0000')
  text.insertEmbed(3, { a: 1 })
  text.insertEmbed(0, new Y.Map([['x', new Y.Text('nested')]]))
  text.format(2, 4, { bold: true })
  text.setAttribute('key', 'value')
  old.getMap('other').set('a', new Y.Text('hidden'))
  const waiting = written('a', 11)
  Y.applyUpdate(
    old,
    since(waiting, () => waiting.getText(draftText).insertEmbed(1, { b: 1 })),
  )
  expect(dropPending(old)).toBe(true)
  const update = repairOf(old)
  if (!update) throw new Error('It was not repaired.')
  const verdict = judgeUpdate(old, update, true)
  expect(verdict).toMatchObject({ kind: 'plain', clocks: [{ client: 1, from: 0, to: 1 }] })
  Y.applyUpdate(old, update)
  expect(text.toDelta()).toEqual([{ insert: 'one\ntwo\nthree' }])
  expect(text.getAttributes()).toEqual({})
  expect(old.getMap('other').size).toBe(0)
  expect(repairOf(old)).toBe(null)
  // New text beside the removed items is accepted as plain text.
  const late = copyOf(old)
  expect(
    judgeUpdate(
      old,
      since(late, () => late.getText(draftText).insert(3, '!')),
    ).kind,
  ).toBe('plain')
})
