import { expect, test } from 'vitest'
import { SharedReads } from './shared-reads.ts'

test('at one position of the log everybody has the same read, at the next a new one', async () => {
  let cursor = 'a'
  let reads = 0
  const shared = new SharedReads(() => cursor)
  const read = () => {
    reads += 1
    return Promise.resolve(reads)
  }
  const [first, second] = await Promise.all([shared.get('feed', read), shared.get('feed', read)])
  expect(first).toEqual({ cursor: 'a', value: 1 })
  expect(second).toBe(first)
  expect((await shared.get('post', read)).value).toBe(2)
  cursor = 'b'
  expect(await shared.get('feed', read)).toEqual({ cursor: 'b', value: 3 })
})

test('a read that failed is done again', async () => {
  const shared = new SharedReads(() => 'a')
  await expect(shared.get('feed', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect((await shared.get('feed', () => Promise.resolve(1))).value).toBe(1)
})
