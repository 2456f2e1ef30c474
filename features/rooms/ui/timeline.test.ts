import { expect, test } from 'vitest'
import type { Note } from '../talks-store.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { timeline } from './timeline.ts'

const ada = { id: 'ada', handle: 'ada', name: 'Ada', avatar: null }
const bob = { id: 'bob', handle: 'bob', name: 'Bob', avatar: null }

function message(id: string, author = ada, minute = 0): ShownMessage {
  const at = new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString()
  const rest = { roomId: 'r', body: id, replyTo: null, editedAt: null, reactions: [] }
  return { id, author, at, ...rest }
}

function inWords(
  messages: ShownMessage[],
  notes: Note[] = [],
  from: string | null = null,
): string[] {
  return timeline({ messages, notes }, from, 'ada').map((line) => {
    if (line.kind === 'message') return `${line.follows ? '+' : ''}${line.message.id}`
    return line.kind === 'note' ? `(${line.note.user.name} ${line.note.verb})` : '---'
  })
}

test('messages of one person stand together for five minutes', () => {
  expect(
    inWords([message('a'), message('b', ada, 4), message('c', ada, 10), message('d', bob, 10)]),
  ).toEqual(['a', '+b', 'c', 'd'])
})

test('the line stands above the first unread message of somebody else', () => {
  const messages = [message('a', bob), message('b'), message('c', bob), message('d', bob)]
  expect(inWords(messages, [], 'a')).toEqual(['a', 'b', '---', 'c', '+d'])
  expect(inWords(messages, [], 'd')).not.toContain('---')
  expect(inWords(messages, [], null)).not.toContain('---')
})

test('who came and went stands below the message that was the newest then', () => {
  const notes: Note[] = [
    { key: '1', after: '', user: bob, verb: 'joined' },
    { key: '2', after: 'a', user: bob, verb: 'left' },
  ]
  expect(inWords([message('a'), message('b')], notes)).toEqual([
    '(Bob joined)',
    'a',
    '(Bob left)',
    'b',
  ])
})
