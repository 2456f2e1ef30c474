import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'
import { createLogger } from '../logger.ts'
import { binary, findBinaries, installedPackage, tryBinaries } from './binaries.ts'
import type { InstalledPackage } from './binaries.ts'
import { serverUser } from './server-user.ts'

const logger = createLogger('silent')
const isRoot = process.getuid?.() === 0
let folder: TestFolder
let home = ''
/** The unpacked package before its install script has run. */
let unpacked: InstalledPackage

beforeEach(async () => {
  folder = openTestFolder()
  home = join(folder.path, 'home')
  await mkdir(home)
  const installed = await installedPackage()
  unpacked = { folder: join(folder.path, 'package/native'), version: installed.version }
  await cp(installed.folder, unpacked.folder, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink() && !path.endsWith('.a'),
  })
})
afterEach(() => folder.remove())

test('the links that the install script makes are made where it did not run', async () => {
  const { folder: native } = unpacked
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    target: string
  }[]
  expect(await readdir(join(native, 'lib'))).not.toContain(basename(links[0]!.target))
  const user = await serverUser(home)
  expect(await findBinaries(home, user, logger, unpacked)).toMatchObject({ folder: native })
  const names = await readdir(join(native, 'lib'))
  expect(names).toEqual(expect.arrayContaining(links.map(({ target }) => basename(target))))
  expect(await readdir(home)).toEqual([])
})

test.runIf(isRoot)('programs that only root can reach are copied for the other user', async () => {
  await chmod(join(folder.path, 'package'), 0o700)
  const user = await serverUser(home)
  const found = await findBinaries(home, user, logger, unpacked)
  expect(found).toEqual({
    folder: join(home, `postgresql-${unpacked.version}`),
    major: unpacked.version.split('.')[0],
  })
  const { mtimeMs } = await stat(found.folder)
  expect(await findBinaries(home, user, logger, unpacked)).toEqual(found)
  expect((await stat(found.folder)).mtimeMs).toBe(mtimeMs)
})

test('programs that this machine cannot run are said to be so, with the way on', async () => {
  const program = binary({ folder: unpacked.folder, major: '' }, 'postgres')
  await rm(program)
  await writeFile(program, '#!/lib/no-such-loader\n', { mode: 0o755 })
  expect(await tryBinaries(unpacked.folder, null)).toMatchObject({ code: 'ENOENT' })
  await expect(findBinaries(home, null, logger, unpacked)).rejects.toThrow(/Set DATABASE_URL/)
  expect(await readdir(home)).toEqual([])
})
