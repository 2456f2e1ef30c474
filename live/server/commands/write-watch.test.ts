import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../../../platform/logger.ts'
import { WriteWatch } from './write-watch.ts'

const logger = createLogger('silent')
const full = Object.assign(new Error('could not extend file'), { code: '53100' })

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a cause is said once, whatever fails of it, and with a number when it has passed', async () => {
  const error = vi.spyOn(logger, 'error')
  const info = vi.spyOn(logger, 'info')
  const watch = new WriteWatch({ probe: () => Promise.resolve(), logger })
  for (let count = 0; count < 885; count += 1) watch.failed(full)
  expect(error).toHaveBeenCalledTimes(1)
  expect(watch.problem).toBe('The disk of the database is full.')
  watch.failed(Object.assign(new Error('read only'), { code: '25006' }))
  expect(error).toHaveBeenCalledTimes(2)
  // On a full disk a like is still saved, a post is not.
  watch.succeeded()
  expect(watch.problem).toBe('The database takes no changes: it is read-only.')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(watch.problem).toBeNull()
  expect(info.mock.calls[0]?.[0]).toEqual({ failed: 886 })
  watch.stop()
})

test('where nobody writes it tries for itself, and again until it can', async () => {
  let isFull = true
  const probe = vi.fn((_afterFailure: boolean) =>
    isFull ? Promise.reject(full) : Promise.resolve(),
  )
  const watch = new WriteWatch({ probe, logger })
  watch.succeeded()
  await vi.advanceTimersByTimeAsync(6_000)
  expect(probe).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(8_000)
  expect(watch.problem).toBe('The disk of the database is full.')
  // A small commit does not prove that a larger one would succeed.
  expect(probe.mock.lastCall).toEqual([true])
  isFull = false
  await vi.advanceTimersByTimeAsync(4_000)
  expect(watch.problem).toBeNull()
  watch.stop()
})
