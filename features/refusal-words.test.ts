// Errors in the words that pages show.
import { expect, it } from 'vitest'
import { protocolOf } from '#live/protocol/registry.ts'
import { features } from './protocol.ts'
import { describeIssue } from '#platform/errors.ts'
import { inWords } from './refusal-words.ts'

it.each([
  ['body: is longer than 2000 characters', 'body', 'The text is longer than 2000 characters.'],
  ['body: is empty', 'body', 'The text is empty.'],
  ['handles: names nobody', 'handles', 'The list of people names nobody.'],
  [
    'handles.2: is longer than 64 characters',
    'handles',
    'The handle is longer than 64 characters.',
  ],
  ['handles: name somebody else than yourself', 'handles', 'Name somebody else than yourself.'],
  ['handle: there is nobody called ada', 'handle', 'There is nobody called ada.'],
  ['userId: they do not answer in this inbox', 'userId', 'They do not answer in this inbox.'],
  ['postId: is no id', null, 'That could not be done as it was asked. Please try again.'],
  ['This link leads nowhere, or no longer.', null, 'This link leads nowhere, or no longer.'],
  [
    'A post has 2000 characters at most: 3 too many.',
    null,
    'A post has 2000 characters at most: 3 too many.',
  ],
])('says %j', (message, field, sentence) => {
  expect(inWords(message)).toEqual({ field, sentence })
})

it('has words for everything that a person can write wrongly', () => {
  const long = 'x'.repeat(5_000)
  for (const [type, input] of [
    ['post', { body: long }],
    ['post', { body: '' }],
    ['editProfile', { name: long, bio: '' }],
    ['editProfile', { name: 'Ada', bio: long }],
    ['createRoom', { kind: 'public', name: long }],
    ['createRoom', { kind: 'other', name: 'x' }],
    ['openDirect', { handles: [long] }],
    ['openDirect', { handles: [] }],
    ['openDirect', { handles: Array.from({ length: 20 }, () => 'ada') }],
    ['invite', { roomId: '019a8000-0000-7000-8000-000000000000', handle: long }],
    ['setInbox', { roomId: '019a8000-0000-7000-8000-000000000000', isOpen: true, webhookUrl: 'x' }],
  ] as const) {
    const parsed = protocolOf(features).inputOf(type)?.safeParse(input)
    expect(parsed?.success).toBe(false)
    if (parsed?.error)
      expect(inWords(describeIssue(parsed.error)).sentence).toMatch(
        /^(The|What) (?!.*\b[a-z]+: ).*\.$/,
      )
  }
})
