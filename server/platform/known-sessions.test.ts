import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KnownSessions } from './known-sessions.ts'
import type { SignedIn } from './auth.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

function session(id: string, expiresAt = 3_600_000): SignedIn {
  const user = { id: 'u', handle: 'ada', name: 'Ada', avatar: null }
  return { sessionId: id, expiresAt: new Date(expiresAt), user }
}

test('a session is looked up once in a while', async () => {
  const known = new KnownSessions()
  const lookUp = vi.fn(() => Promise.resolve(session('s')))
  await known.look('token', lookUp)
  await known.look('token', lookUp)
  expect(lookUp).toHaveBeenCalledTimes(1)
  vi.setSystemTime(10_001)
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
  vi.setSystemTime(500)
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
