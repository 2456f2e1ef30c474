// Who may run an inbox, and whose visitor's link leads somewhere.
import type { Reader } from '#platform/postgres/database.ts'

/** Whether a member may see and change how an inbox is tied to the world outside. */
export function mayRunInbox(actorId: string, room: { createdById: string | null }): boolean {
  return room.createdById === actorId
}

/** Which visitors' links lead somewhere. Whoever knows one may follow it. */
export async function openVisits(db: Reader, visitIds: readonly string[]): Promise<Set<string>> {
  if (visitIds.length === 0) return new Set()
  const rows = await db.conversation.findMany({
    where: { visitId: { in: [...visitIds] } },
    select: { visitId: true },
  })
  return new Set(rows.flatMap(({ visitId }) => visitId ?? []))
}
