// Texts are compared without blocking the event loop, or not at all.
import { expect, test } from 'vitest'
import { compareTexts } from './compare-texts.ts'

function lines(count: number, word: string): string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index}`)
}

test('what was added and taken away is told line by line', async () => {
  expect(await compareTexts('one\ntwo\n', 'one\nthree\n')).toMatchObject([
    { value: 'one\n', added: false, removed: false },
    { value: 'two\n', removed: true },
    { value: 'three\n', added: true },
  ])
  expect(await compareTexts('same', 'same')).toEqual([])
})

test('a large text with a few changes is compared', async () => {
  const before = lines(6000, 'a')
  const after = before.with(10, 'changed').with(5000, 'changed too')
  const found = await compareTexts(before.join('\n'), after.join('\n'))
  expect(found?.filter(({ added }) => added).map(({ value }) => value)).toEqual([
    'changed\n',
    'changed too\n',
  ])
})

test('what takes too long is not compared, and the event loop turns meanwhile', async () => {
  const texts = ['a', 'b'].map((word) => lines(6000, word).join('\n'))
  let turns = 0
  const turning = setInterval(() => (turns += 1), 10)
  const all = Array.from({ length: 4 }, () => compareTexts(texts[0] ?? '', texts[1] ?? ''))
  expect(await Promise.all(all)).toEqual([null, null, null, null])
  clearInterval(turning)
  expect(turns).toBeGreaterThan(20)
  expect(await compareTexts('a', 'b')).toHaveLength(2)
})
