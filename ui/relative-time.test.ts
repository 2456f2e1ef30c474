import { expect, test } from 'vitest'
import { zoneNamed } from '#platform/zone.ts'
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

test('dates are told where the reader is, who need not be told where that is', () => {
  const late = '2026-03-02T23:30:00Z'
  expect(fullTime(late, 'Asia/Tokyo')).toBe('3 Mar 2026, 08:30')
  expect(fullTime(late, 'America/New_York')).toBe('2 Mar 2026, 18:30')
  expect(fullTime('2026-07-01T22:00:00Z', 'Europe/Berlin')).toBe('2 Jul 2026, 00:00')
  expect(fullTime(late, 'UTC')).toBe('2 Mar 2026, 23:30 UTC')
  expect(relativeTime(late, now, 'Asia/Tokyo')).toBe('3 Mar')
  expect(relativeTime('2025-12-31T23:30:00Z', now, 'Asia/Tokyo')).toBe('1 Jan')
  expect(relativeTime('2025-12-31T23:30:00Z', now)).toBe('31 Dec 2025')
  expect(monthAndYear('2026-01-01T02:00:00Z', 'America/New_York')).toBe('Dec 2025')
})

test('a zone is one that the runtime knows', () => {
  expect(zoneNamed('Europe/Berlin')).toBe('Europe/Berlin')
  expect(zoneNamed('America/Argentina/Buenos_Aires')).toBe('America/Argentina/Buenos_Aires')
  expect(zoneNamed('Etc/GMT+5')).toBe('Etc/GMT+5')
  for (const none of [undefined, '', 'Mars/Olympus', '+03:00', '<b>', 'a'.repeat(100), 'UTC;x']) {
    expect(zoneNamed(none)).toBeNull()
  }
})
