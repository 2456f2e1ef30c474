import { expect, test } from 'vitest'
import { Blocks } from './blocks.ts'

function items(from: number, to: number): { id: string }[] {
  return Array.from({ length: to - from }, (_, index) => ({ id: `${from + index}` }))
}

function keys(blocks: Blocks, list: { id: string }[]): Map<string, number> {
  const parts = blocks.of(list)
  expect(parts.flatMap((part) => part.items)).toEqual(list)
  expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length)
  return new Map(parts.flatMap(({ key, items: all }) => all.map(({ id }) => [id, key] as const)))
}

test('a list is cut into parts of twenty', () => {
  const parts = new Blocks().of(items(0, 50))
  expect(parts.map((part) => part.items.length)).toEqual([20, 20, 10])
})

test('what a list had keeps its part when it grows at either end, loses some or gets one between', () => {
  const blocks = new Blocks()
  let list = items(100, 130)
  let before = keys(blocks, list)
  for (const next of [
    () => [...list, ...items(130, 180)],
    () => [...items(60, 100), ...list],
    () => list.filter((_, index) => index % 7 !== 3),
    () => [...list.slice(0, 33), { id: 'between' }, ...list.slice(33)],
    () => [{ id: 'new' }, ...list, { id: 'old' }],
  ]) {
    list = next()
    const after = keys(blocks, list)
    const kept = [...after].filter(([id]) => before.has(id))
    expect(kept).toEqual(kept.map(([id]) => [id, before.get(id)]))
    before = after
  }
})
