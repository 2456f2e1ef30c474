import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { keptSecret } from './kept-secret.ts'
import { authSecret } from './secret.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubbub-secret-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a secret is made once and then kept, readable by its owner alone', async () => {
  const config = readConfig({ DATA_DIR: join(folder, 'data') } as unknown as NodeJS.ProcessEnv)
  const first = await authSecret(config)
  expect(first.length).toBeGreaterThanOrEqual(32)
  expect(await authSecret(config)).toBe(first)
  expect(await readdir(config.dataDir)).toEqual(['auth-secret'])
  expect((await stat(join(config.dataDir, 'auth-secret'))).mode & 0o777).toBe(0o600)
})

test('a given secret is used and nothing is written', async () => {
  const given = 'g'.repeat(40)
  const env = { DATA_DIR: folder, AUTH_SECRET: given } as unknown as NodeJS.ProcessEnv
  expect(await authSecret(readConfig(env))).toBe(given)
  expect(await readdir(folder)).toEqual([])
})

test('many that ask at once get the same secret', async () => {
  const file = join(folder, 'secret')
  const asks = Array.from({ length: 8 }, (_, index) => keptSecret(file, () => `secret-${index}`))
  expect(new Set(await Promise.all(asks)).size).toBe(1)
  expect(await readdir(folder)).toEqual(['secret'])
})

test('an empty file is not taken for a secret', async () => {
  const file = join(folder, 'secret')
  await writeFile(file, '')
  await expect(keptSecret(file, () => 'new')).rejects.toThrow(`${file} is empty`)
})

test('a data folder that cannot be written is said, with the way on', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const config = readConfig({ DATA_DIR: file } as unknown as NodeJS.ProcessEnv)
  await expect(authSecret(config)).rejects.toThrow(/^AUTH_SECRET is not set.* set AUTH_SECRET, or/)
})
