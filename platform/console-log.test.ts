import { afterEach, expect, test, vi } from 'vitest'
import { logConsole } from './console-log.ts'
import { createLogger } from './logger.ts'

const methods = { ...console }
const listeners = process.listeners('warning')
afterEach(() => {
  Object.assign(console, methods)
  process.removeAllListeners('warning')
  for (const listener of listeners) process.on('warning', listener)
})

test('what is said on the console is in the log, without colours, at its level and with its error', () => {
  const logger = createLogger('silent')
  const [info, warn, error] = [
    vi.spyOn(logger, 'info'),
    vi.spyOn(logger, 'warn'),
    vi.spyOn(logger, 'error'),
  ]
  const heard: Error[] = []
  logConsole(logger, (error) => heard.push(error))
  console.log(' \u001B[32m✓\u001B[39m Ready in %dms', 12)
  console.warn('careful', { key: 1 })
  const failed = new Error('no chunk')
  console.error(' ⨯', failed)
  console.error(failed)
  console.log('')
  expect(info.mock.calls).toEqual([[{}, '✓ Ready in 12ms']])
  expect(warn.mock.calls).toEqual([[{}, 'careful { key: 1 }']])
  expect(heard).toEqual([failed, failed])
  expect(error.mock.calls).toEqual([
    [{ err: failed }, '⨯'],
    [{ err: failed }, 'no chunk'],
  ])
})

test('a warning of Node is one of the log, and what is only deprecated is for developers', async () => {
  const logger = createLogger('silent')
  const [debug, warn] = [vi.spyOn(logger, 'debug'), vi.spyOn(logger, 'warn')]
  logConsole(logger)
  process.emitWarning('eleven listeners', 'MaxListenersExceededWarning')
  process.emitWarning('old', 'DeprecationWarning')
  await vi.waitFor(() => expect(warn.mock.calls.length + debug.mock.calls.length).toBe(2))
  expect(warn.mock.calls[0]?.[1]).toBe('eleven listeners')
  expect(debug.mock.calls[0]?.[1]).toBe('old')
})
