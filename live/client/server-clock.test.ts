import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { heardServerTime, renderedAt, serverNow, watchServerClock } from './server-clock.ts'

const hour = 3_600_000
const truth = Date.parse('2026-11-20T12:00:00Z')

beforeEach(() => vi.useFakeTimers({ now: truth + 3 * hour, toFake: ['Date'] }))
afterEach(() => {
  vi.setSystemTime(truth)
  heardServerTime(truth)
  vi.useRealTimers()
})

test('a clock that is hours fast or slow says the time of the server', () => {
  for (const wrong of [3 * hour, -5 * hour]) {
    vi.setSystemTime(truth + wrong)
    heardServerTime(truth)
    expect(serverNow()).toBe(truth)
    vi.setSystemTime(truth + wrong + 60_000)
    expect(serverNow()).toBe(truth + 60_000)
  }
})

test('what is shown is told when it is set, and not for the way of a message', () => {
  const told = vi.fn<() => void>()
  const unwatch = watchServerClock(told)
  heardServerTime(truth)
  heardServerTime(truth + 300)
  heardServerTime(Number.NaN)
  expect(told).toHaveBeenCalledTimes(1)
  unwatch()
  heardServerTime(truth + hour)
  expect(told).toHaveBeenCalledTimes(1)
})

test('a page knows the time that it was rendered at', () => {
  vi.stubGlobal('PerformanceNavigationTiming', class {})
  renderedAt(truth)
  expect(Math.abs(serverNow() - truth)).toBeLessThan(hour)
  vi.unstubAllGlobals()
})
