import { expect, test } from 'vitest'
import { isSealed, provideSeal, seal, unseal } from './seal.ts'

test('what is sealed is opened with the same secret alone, and not when a letter was changed', () => {
  provideSeal('one')
  const kept = seal('whsec_ключ')
  expect(isSealed(kept)).toBe(true)
  expect(kept).not.toContain('whsec')
  expect(seal('whsec_ключ')).not.toBe(kept)
  expect(unseal(kept)).toBe('whsec_ключ')
  const at = kept.length - 8
  expect(unseal(kept.slice(0, at) + (kept[at] === 'A' ? 'B' : 'A') + kept.slice(at + 1))).toBe(null)
  provideSeal('another')
  expect(unseal(kept)).toBe(null)
  expect(unseal('sealed.v1.AAAA')).toBe(null)
})

test('what was written by hand is taken as it is', () => {
  provideSeal('one')
  expect(unseal('a key')).toBe('a key')
})
