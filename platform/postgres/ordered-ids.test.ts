import { expect, test } from 'vitest'
import { validate, version } from 'uuid'
import { firstPlace, idAt } from './ordered-ids.ts'

const ms = BigInt(Date.UTC(2026, 5, 1))

test('ids sort as their places do, over the end of a millisecond too', () => {
  const ids = Array.from({ length: 20 }, (_, index) => idAt(ms * 4096n + 4090n + BigInt(index)))
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(20)
  for (const id of ids) {
    expect(validate(id)).toBe(true)
    expect(version(id)).toBe(7)
  }
})

test('an id begins with its moment', () => {
  const hex = idAt(ms * 4096n).replace('-', '')
  expect(hex.slice(0, 12)).toBe(ms.toString(16).padStart(12, '0'))
})

test.each([
  ['nothing', null],
  ['an old one', idAt((ms - 1n) * 4096n + 7n)],
  ['one of this millisecond', idAt(ms * 4096n + 17n)],
  ['the last one of this millisecond', idAt(ms * 4096n + 4095n)],
  ['one of a clock that was a day ahead', idAt((ms + 86_400_000n) * 4096n)],
  ['one that was made by hand', '0199ffff-1234-4abc-8abc-0123456789ab'],
  ['one with the highest version', `${idAt(ms * 4096n).slice(0, 14)}f${idAt(0n).slice(15)}`],
])('a new id is behind %s', (_name, newest) => {
  const place = firstPlace(ms, newest)
  expect(place).toBeGreaterThanOrEqual(ms * 4096n)
  expect(idAt(place) > (newest ?? '')).toBe(true)
})
