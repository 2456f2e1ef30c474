import { expect, test, vi } from 'vitest'
import { createLogger } from './logger.ts'
import { stopInTime } from './stop-in-time.ts'

test('what hangs or fails holds up nothing, and is named', async () => {
  const logger = createLogger('silent')
  const warn = vi.spyOn(logger, 'warn')
  const done: string[] = []
  await stopInTime(
    [
      ['first', 1000, async () => void done.push('first')],
      ['hangs', 10, () => new Promise(() => undefined)],
      ['fails', 1000, () => Promise.reject(new Error('no'))],
      ['last', 1000, async () => void done.push('last')],
    ],
    logger,
  )
  expect(done).toEqual(['first', 'last'])
  expect(warn.mock.calls.map(([fields]) => (fields as { step: string }).step)).toEqual([
    'hangs',
    'fails',
  ])
})
