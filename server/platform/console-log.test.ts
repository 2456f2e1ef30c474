import { afterEach, expect, test, vi } from 'vitest'
import { logConsole } from './console-log.ts'
import { createLogger } from './logger.ts'

const methods = { ...console }
afterEach(() => Object.assign(console, methods))

test('what is said on the console is in the log, without colours, at its level and with its error', () => {
  const logger = createLogger('silent')
  const [info, warn, error] = [
    vi.spyOn(logger, 'info'),
    vi.spyOn(logger, 'warn'),
    vi.spyOn(logger, 'error'),
  ]
  logConsole(logger)
  console.log(' \u001B[32m✓\u001B[39m Ready in %dms', 12)
  console.warn('careful', { key: 1 })
  const failed = new Error('no chunk')
  console.error(' ⨯', failed)
  console.error(failed)
  console.log('')
  expect(info.mock.calls).toEqual([[{}, '✓ Ready in 12ms']])
  expect(warn.mock.calls).toEqual([[{}, 'careful { key: 1 }']])
  expect(error.mock.calls).toEqual([
    [{ err: failed }, '⨯'],
    [{ err: failed }, 'no chunk'],
  ])
})
