// What an account may do beside what everybody may.
import type { Reader } from '#platform/postgres/database.ts'

/** Whether somebody runs the site: by the role of the account, whatever its handle is. */
export async function mayOperate(db: Reader, actorId: string): Promise<boolean> {
  const row = await db.user.findUnique({ where: { id: actorId }, select: { role: true } })
  return row?.role === 'owner'
}
