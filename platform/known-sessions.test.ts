import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KnownSessions } from './known-sessions.ts'
import type { SignedIn } from './signed-in.ts'

const began = 1_000_000

beforeEach(() => void vi.useFakeTimers({ now: began }))
afterEach(() => void vi.useRealTimers())

function session(id: string, lastsMs = 3_600_000): SignedIn {
  const user = { id: 'u', handle: 'ada', name: 'Ada', avatar: null }
  return { sessionId: id, expiresAt: new Date(began + lastsMs), user }
}

test('a session is looked up once in a while', async () => {
  const known = new KnownSessions()
  const lookUp = vi.fn(() => Promise.resolve(session('s')))
  await known.look('token', lookUp)
  await known.look('token', lookUp)
  expect(lookUp).toHaveBeenCalledTimes(1)
  vi.setSystemTime(began + 10_001)
  await known.look('token', lookUp)
  expect(lookUp).toHaveBeenCalledTimes(2)
})

test('one that has ended, or is over, is known no longer', async () => {
  const known = new KnownSessions()
  await known.look('a', () => Promise.resolve(session('a')))
  await known.look('b', () => Promise.resolve(session('b', 500)))
  known.ended('a')
  expect(known.get('a')).toBeNull()
  expect(known.get('b')).not.toBeNull()
  vi.setSystemTime(began + 500)
  expect(known.get('b')).toBeNull()
})

test('one that ended while it was looked up is not kept', async () => {
  const known = new KnownSessions()
  const looking = known.look('a', async () => {
    await Promise.resolve()
    return session('a')
  })
  known.ended('a')
  await looking
  expect(known.get('a')).toBeNull()
  known.ended(null)
})

test('a cache that is full forgets the one that was used longest ago, not everybody', async () => {
  const known = new KnownSessions(2)
  await known.look('a', () => Promise.resolve(session('a')))
  await known.look('b', () => Promise.resolve(session('b')))
  known.get('a')
  await known.look('c', () => Promise.resolve(session('c')))
  expect(['a', 'b', 'c'].map((cookie) => known.get(cookie)?.sessionId)).toEqual([
    'a',
    undefined,
    'c',
  ])
})
