import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Heartbeats } from './heartbeats.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('calls each once a round, whenever it joined, and no longer once it has left', () => {
  const heartbeats = new Heartbeats(1600)
  const calls = { a: 0, b: 0 }
  const a = { beat: () => (calls.a += 1) }
  const b = { beat: () => (calls.b += 1) }
  const slot = heartbeats.join(a)
  vi.advanceTimersByTime(850)
  heartbeats.join(b)
  vi.advanceTimersByTime(1600)
  expect(calls).toEqual({ a: 1, b: 1 })
  heartbeats.leave(a, slot)
  vi.advanceTimersByTime(3200)
  expect(calls).toEqual({ a: 1, b: 3 })
})

it('needs no timer while there is nobody', () => {
  const heartbeats = new Heartbeats(1600)
  const one = { beat: () => undefined }
  const slot = heartbeats.join(one)
  expect(vi.getTimerCount()).toBe(1)
  heartbeats.leave(one, slot)
  heartbeats.leave(one, slot)
  expect(vi.getTimerCount()).toBe(0)
})
