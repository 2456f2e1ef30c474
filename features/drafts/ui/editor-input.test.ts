// Which input the editor accepts, and where Tab indents.
import { markdown } from '@codemirror/lang-markdown'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { mayIndent, plainInput } from './editor-input.ts'

test('control characters go, and half a character that differs becomes the whole', () => {
  const state = EditorState.create({ doc: 'a 😀 b', extensions: plainInput })
  const pasted = state.update({ changes: { from: 0, insert: 'one\r\ntwo\u0000\u001b!' } })
  expect(pasted.newDoc.toString()).toBe('one\ntwo!a 😀 b')
  const replaced = state.update({ changes: { from: 3, to: 4, insert: '\ude01' } })
  expect(replaced.newDoc.toString()).toBe('a 😁 b')
  const changes: [number, number, string][] = []
  replaced.changes.iterChanges((from, to, _from, _to, words) => {
    changes.push([from, to, words.toString()])
  })
  expect(changes).toEqual([[2, 4, '😁']])
})

test.each([
  ['Plain', 5, false],
  ['- one\n- two', 11, true],
  ['1. one', 6, true],
  ['```js\nlet a', 11, true],
  ['# Head\n\nwords', 13, false],
])('in %j at %i Tab indents: %s', (doc, at, indents) => {
  const state = EditorState.create({ doc, selection: { anchor: at }, extensions: markdown() })
  expect(mayIndent(state)).toBe(indents)
})
