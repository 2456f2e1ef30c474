import { expect, test } from 'vitest'
import { apart } from './charts.ts'

test('words that would lie over each other stand apart, in the order of their lines and around them', () => {
  expect(apart([100, 50])).toEqual([100, 50])
  expect(apart([100, 102])).toEqual([92.5, 109.5])
  const found = apart([100, 102, 118, 20, 104])
  const order = [3, 0, 1, 4, 2].map((index) => found[index] ?? 0)
  for (const [place, height] of order.entries()) {
    if (place > 0) expect(height - (order[place - 1] ?? 0)).toBeGreaterThanOrEqual(17 - 1e-9)
  }
  // The middle of those that were moved stays where it was.
  expect((order[1] ?? 0) + (order[2] ?? 0) + (order[3] ?? 0) + (order[4] ?? 0)).toBeCloseTo(424)
})
