import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SignInLimits } from './sign-in-limits.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const stranger = { account: 'ada', address: '203.0.113.9', isKnown: false }

async function waits(
  limits: SignInLimits,
  attempts: readonly (typeof stranger)[],
): Promise<number[]> {
  const seconds: number[] = []
  for (const attempt of attempts) seconds.push(await limits.begin(attempt))
  return seconds
}

test('delays double up to five minutes, and then somebody may try again', async () => {
  const limits = new SignInLimits(true)
  await waits(limits, Array(5).fill(stranger))
  const seconds: number[] = []
  for (let nth = 0; nth < 10; nth += 1) {
    expect(await limits.begin(stranger)).toBe(0)
    const wait = await limits.begin(stranger)
    seconds.push(wait)
    await vi.advanceTimersByTimeAsync(wait * 1000)
  }
  expect(seconds).toEqual([15, 30, 60, 120, 240, 300, 300, 300, 300, 300])
})

test('many at once are counted before any of them is answered', async () => {
  const limits = new SignInLimits(true)
  const seconds = await Promise.all(Array.from({ length: 100 }, () => limits.begin(stranger)))
  expect(seconds.filter((wait) => wait === 0)).toHaveLength(6)
})

test('one address cannot spray over many accounts, and who is known there is not held up by it', async () => {
  const limits = new SignInLimits(true)
  const spray = Array.from({ length: 60 }, (_, nth) => ({ ...stranger, account: `a${nth}` }))
  const seconds = await waits(limits, spray)
  expect(seconds.filter((wait) => wait === 0)).toHaveLength(51)
  expect(await limits.begin({ ...stranger, account: 'ben' })).toBeGreaterThan(0)
  expect(await limits.begin({ ...stranger, account: 'ben', isKnown: true })).toBe(0)
})

test('what was right is not counted', async () => {
  const limits = new SignInLimits(true)
  for (let nth = 0; nth < 100; nth += 1) {
    const attempt = { ...stranger, account: `pupil${nth % 40}` }
    expect(await limits.begin(attempt)).toBe(0)
    await limits.succeeded(attempt)
  }
})

test('it is off where limits are', async () => {
  expect(await waits(new SignInLimits(false), Array(100).fill(stranger))).toEqual(
    Array(100).fill(0),
  )
})
