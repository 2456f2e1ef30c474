// The system user of the embedded PostgreSQL, which refuses to run as root: an app running as root uses another user.
import { execFileSync, spawnSync } from 'node:child_process'
import { chown, stat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface ServerUser {
  uid: number
  gid: number
}

/** The user to run as: null for the app's own; for root the owner of the folder, or the user `nobody`. */
export async function serverUser(cluster: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(cluster).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function idOf(flag: '-u' | '-g'): number {
  try {
    // On some systems the id of `nobody` is -2, printed as an unsigned number.
    return Math.trunc(Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))) | 0
  } catch {
    return 65_534
  }
}

/** Whether the user can enter the folder and all its parents. */
export function canEnter(folder: string, user: ServerUser): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...user,
    stdio: 'ignore',
  })
  return result.status === 0
}

/** Makes the user the owner of a folder and its content. */
export async function giveTo(user: ServerUser, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  await chown(folder, user.uid, user.gid)
  await Promise.all(entries.map((name) => chown(join(folder, name), user.uid, user.gid)))
}
