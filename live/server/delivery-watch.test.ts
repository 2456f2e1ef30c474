import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DeliveryWatch } from './delivery-watch.ts'

let end: number
let delivered: number
let overdue: number[]
let watch: DeliveryWatch

beforeEach(() => {
  vi.useFakeTimers()
  end = 7
  delivered = 7
  overdue = []
  watch = new DeliveryWatch({
    end: () => Promise.resolve(end),
    delivered: () => delivered,
    overdue: (position) => overdue.push(position),
  })
})

afterEach(() => {
  watch.stop()
  vi.useRealTimers()
})

it('is well while what the log holds comes through, if a little later', async () => {
  await vi.advanceTimersByTimeAsync(10_000)
  end = 9
  await vi.advanceTimersByTimeAsync(3_000)
  delivered = 9
  await vi.advanceTimersByTimeAsync(30_000)
  expect(watch.healthy()).toBe(true)
  expect(overdue).toEqual([])
})

it('fails once an event is overdue, says so once, and is well again when it came', async () => {
  end = 8
  await vi.advanceTimersByTimeAsync(20_000)
  expect(watch.healthy()).toBe(false)
  expect(overdue).toEqual([8])
  delivered = 8
  await vi.advanceTimersByTimeAsync(3_000)
  expect(watch.healthy()).toBe(true)
})
