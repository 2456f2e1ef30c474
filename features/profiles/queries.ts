// Queries of public profiles and avatars.
import type { ProfileView } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { profileColumns, toProfile } from './rows.ts'

/** The profile behind a handle in any case, without its @; null when nobody has it. */
export async function readProfile(db: Reader, handle: string): Promise<ProfileView | null> {
  if (!/^[\w.]{1,40}$/.test(handle)) return null
  const row = await db.user.findUnique({
    where: { username: handle.toLowerCase() },
    select: profileColumns,
  })
  return row ? toProfile(row) : null
}

/** An uploaded avatar, or null. */
export async function readAvatar(
  db: Reader,
  userId: string,
): Promise<{ type: string; bytes: Uint8Array } | null> {
  if (!isId(userId)) return null
  return db.avatar.findUnique({ where: { userId }, select: { type: true, bytes: true } })
}
