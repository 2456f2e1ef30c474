import { expect, it } from 'vitest'
import { typingWords } from './typing-words.ts'

it('names one or two, and counts the others', () => {
  expect(typingWords([])).toBe('')
  expect(typingWords(['Ada'])).toBe('Ada is typing…')
  expect(typingWords(['Ada', 'Bob'])).toBe('Ada and Bob are typing…')
  expect(typingWords(['Ada', 'Bob', 'Cem', 'Dua'])).toBe('Ada, Bob and 2 more are typing…')
})
