import { expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { mostConnections, parseLimit } from './open-files.ts'

test('the limit is read as Linux tells it', () => {
  const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             127000               127000               processes
Max open files            1024                 524288               files
Max locked memory         8388608              8388608              bytes
`
  expect(parseLimit(limits)).toBe(1024)
  expect(
    parseLimit('Max open files            unlimited            unlimited            files'),
  ).toBeNull()
  expect(parseLimit('')).toBeNull()
})

test('some files are kept free for what is no connection, and too few are refused', () => {
  expect(mostConnections(1024, 16)).toBe(912)
  expect(() => mostConnections(128, 16)).toThrow(ConfigError)
  expect(() => mostConnections(128, 16)).toThrow('144 or more')
})
