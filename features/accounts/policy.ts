// Permissions of an account beyond those that every account has.
import type { Reader } from '#platform/postgres/database.ts'

/** Whether an account is an operator of the site: by its role, whatever its handle is. */
export async function mayOperate(db: Reader, actorId: string): Promise<boolean> {
  const row = await db.user.findUnique({ where: { id: actorId }, select: { role: true } })
  return row?.role === 'owner'
}
