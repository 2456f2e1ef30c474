// Who may see and do what: the one guard for pages, commands, subscriptions and replay.
import type { ErrorCode } from '#protocol/errors.ts'
import type { ParsedTopic, Topic } from '#protocol/topics.ts'
import type { Reader as Rows } from '../platform/postgres/database.ts'

/** Which of these posts a reader may see. All posts are public so far: those that exist. */
export async function visiblePosts(
  db: Rows,
  _readerId: string | null,
  postIds: readonly string[],
): Promise<Set<string>> {
  if (postIds.length === 0) return new Set()
  const rows = await db.post.findMany({ where: { id: { in: [...postIds] } }, select: { id: true } })
  return new Set(rows.map((row) => row.id))
}

/** Whether a person may delete what somebody wrote. */
export function mayDelete(actorId: string, row: { authorId: string }): boolean {
  return row.authorId === actorId
}

/**
 * The topics that a reader may not subscribe to now, with the reason for each.
 * `user:<id>` is that user's alone; rooms have no members yet, so nobody may.
 */
export async function refusedTopics(
  db: Rows,
  readerId: string | null,
  topics: readonly ParsedTopic[],
): Promise<Map<Topic, ErrorCode>> {
  const refused = new Map<Topic, ErrorCode>()
  const postIds = topics.flatMap((each) => (each.kind === 'post' ? [each.id] : []))
  const visible = await visiblePosts(db, readerId, postIds)
  for (const each of topics) {
    if (each.kind === 'post' && !visible.has(each.id)) refused.set(each.topic, 'not_found')
    if (each.kind === 'user' && each.id !== readerId) {
      refused.set(each.topic, readerId === null ? 'unauthenticated' : 'forbidden')
    }
    if (each.kind === 'room')
      refused.set(each.topic, readerId === null ? 'unauthenticated' : 'not_found')
  }
  return refused
}
