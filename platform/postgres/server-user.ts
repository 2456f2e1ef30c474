// Who the embedded PostgreSQL runs as. It refuses to run as root, so a root app runs it as another user.
import { execFileSync, spawnSync } from 'node:child_process'
import { chown, stat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface ServerUser {
  uid: number
  gid: number
}

/** The user to run as: null for the app's own, else the owner of the folder, else nobody. */
export async function serverUser(cluster: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(cluster).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function idOf(flag: '-u' | '-g'): number {
  try {
    // Some systems number nobody -2, and print that without a sign.
    return Math.trunc(Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))) | 0
  } catch {
    return 65_534
  }
}

/** Whether the user can enter the folder, through all that lie above it. */
export function canEnter(folder: string, user: ServerUser): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...user,
    stdio: 'ignore',
  })
  return result.status === 0
}

/** Gives a folder and all that is in it to the user. */
export async function giveTo(user: ServerUser, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  await chown(folder, user.uid, user.gid)
  await Promise.all(entries.map((name) => chown(join(folder, name), user.uid, user.gid)))
}
