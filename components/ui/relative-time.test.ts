import { expect, test } from 'vitest'
import { fullTime, monthAndYear, relativeTime } from './relative-time.ts'

const now = Date.parse('2026-11-20T22:00:00Z')
const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1000).toISOString(), now)

test('the recent past is told in minutes, hours and days', () => {
  expect([ago(0), ago(59), ago(60), ago(3599), ago(3600), ago(86_399), ago(86_400)]).toEqual([
    'now',
    'now',
    '1 min',
    '59 min',
    '1 h',
    '23 h',
    '1 d',
  ])
})

test('after a week it is the day, with the year when it is another', () => {
  expect(ago(7 * 86_400)).toBe('13 Nov')
  expect(relativeTime('2025-11-13T22:00:00Z', now)).toBe('13 Nov 2025')
})

test('a clock that is ahead counts as now', () => {
  expect(ago(-500)).toBe('now')
})

test('the whole moment is in universal time', () => {
  expect(fullTime('2026-03-02T09:05:00Z')).toBe('2 Mar 2026, 09:05 UTC')
  expect(monthAndYear('2026-03-02T09:05:00Z')).toBe('Mar 2026')
})
