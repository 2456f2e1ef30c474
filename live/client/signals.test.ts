import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Signals, TypingSigns, typingEveryMs } from './signals.ts'

const ada = { id: 'a', handle: 'ada', name: 'Ada', avatar: null }
const bob = { id: 'b', handle: 'bob', name: 'Bob', avatar: null }
let touched: string[]
let signals: Signals

beforeEach(() => {
  touched = []
  signals = new Signals((key) => touched.push(key))
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

it('shows who types until they have said it, or stopped', () => {
  signals.take({ type: 'typing', topic: 'things', data: { user: ada } })
  signals.take({ type: 'typing', topic: 'things', data: { user: bob } })
  signals.take({ type: 'typing', topic: 'things', data: { user: ada } })
  expect(signals.typing('things')).toEqual([ada, bob])
  expect(touched).toEqual(['typing:things', 'typing:things'])
  signals.said('things', 'a')
  expect(signals.typing('things')).toEqual([bob])
  vi.advanceTimersByTime(10_000)
  expect(signals.typing('things')).toEqual([])
})

it('forgets everything that is only so while it is connected', () => {
  signals.take({ type: 'presence', topic: 'things', data: { count: 2, users: [ada] } })
  signals.take({ type: 'typing', topic: 'thing:1', data: { user: ada } })
  expect(signals.here('things')).toEqual({ count: 2, users: [ada] })
  signals.forget()
  expect(signals.here('things')).toBeNull()
  expect(signals.typing('thing:1')).toEqual([])
})

it('tells that one types now and then, and at once after something was sent', () => {
  const told: string[] = []
  const signs = new TypingSigns((topic) => told.push(topic))
  signs.typed('things')
  signs.typed('things')
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(typingEveryMs)
  signs.typed('things')
  expect(told).toHaveLength(2)
  signs.sent('things')
  signs.typed('things')
  expect(told).toHaveLength(3)
})
