import { expect, test } from 'vitest'
import { formatCount } from './format-count.ts'

test('a count stays short and is never rounded up', () => {
  const counts = [
    0, 7, 999, 1000, 1204, 9999, 10_000, 12_390, 99_999, 999_999, 1_000_000, 2_550_000,
  ]
  expect(counts.map((count) => formatCount(count))).toEqual([
    '0',
    '7',
    '999',
    '1,000',
    '1,204',
    '9,999',
    '10k',
    '12.3k',
    '99.9k',
    '999k',
    '1m',
    '2.5m',
  ])
})
