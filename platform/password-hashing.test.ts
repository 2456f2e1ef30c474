import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { passwordHashing } from './password-hashing.ts'

test('what else needs a thread does not wait for all who sign in', async () => {
  let hashed = 0
  const hashes = Array.from({ length: 16 }, async (_, index) => {
    await passwordHashing.hash(`password ${index}`)
    hashed += 1
  })
  // Authenticating a new PostgreSQL connection uses such a thread.
  await promisify(pbkdf2)('password', 'salt', 4096, 32, 'sha256')
  expect(hashed).toBeLessThan(4)
  await Promise.all(hashes)
})

test('what was hashed is known again, and nothing else', async () => {
  const hash = await passwordHashing.hash('correct horse')
  expect(await passwordHashing.verify({ hash, password: 'correct horse' })).toBe(true)
  expect(await passwordHashing.verify({ hash, password: 'battery staple' })).toBe(false)
})
