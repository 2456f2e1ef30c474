import { expect, test } from 'vitest'
import { SteadyClock } from './steady-clock.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

test('a clock is believed after an hour in which it goes as time does', () => {
  const clock = new SteadyClock(hour)
  const seen = Array.from({ length: 62 }, (_, count) =>
    clock.look(day + count * minute, count * minute),
  )
  expect(seen.indexOf(true)).toBe(60)
  expect(seen.slice(60)).toEqual([true, true])
})

test.each([8 * day, -hour, 10 * minute])(
  'after a jump of %d ms it is not, nor when it jumps back',
  (jump) => {
    const clock = new SteadyClock(hour)
    let time = 0
    const look = (by: number): boolean => clock.look(day + by + time, (time += minute))
    while (!look(0));
    expect(look(jump)).toBe(false)
    expect(look(jump)).toBe(false)
    expect(look(0)).toBe(false)
    for (let count = 0; count < 59; count += 1) expect(look(0)).toBe(false)
    expect(look(0)).toBe(true)
  },
)

test('a clock that is adjusted a little at a time is believed', () => {
  const clock = new SteadyClock(hour)
  let [time, wrong] = [0, 0]
  const seen: boolean[] = []
  for (let count = 0; count < 100; count += 1) {
    seen.push(clock.look(day + time + wrong, time))
    time += minute
    wrong += 1000
  }
  expect(seen.at(-1)).toBe(true)
})
