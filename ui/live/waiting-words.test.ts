import { expect, it } from 'vitest'
import { limitSentence } from './waiting-words.tsx'

it('says how long a limit lasts, until it has ended', () => {
  expect(limitSentence(59_001)).toBe('Kept here. That was a lot at once: it goes out in 60 s.')
  expect(limitSentence(400)).toBe('Kept here. That was a lot at once: it goes out in 1 s.')
  expect(limitSentence(0)).toContain('in a moment')
  expect(limitSentence(-5_000)).toContain('in a moment')
})
