// Titles of drafts in lists.
import { expect, test } from 'vitest'
import { titleOf } from './draft-text.ts'

test('a draft is called by its first line of which something can be seen, where it begins', () => {
  expect(titleOf('\n \n\u200b\n# **Firing** day\nBring gloves.')).toBe('Firing day')
  expect(titleOf('')).toBe('')
  expect(titleOf(`${'\u200b\n'.repeat(90_000)}Late`)).toBe('')
  expect(titleOf('word '.repeat(40_000))).toMatch(/^word/)
})
