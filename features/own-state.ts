// What only this reader sees: never part of a shared view or event, so that those stay the same for all.
import type { Own } from '#live/protocol/feature.ts'
import type { likes } from './likes/protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'

const newestLikes = 200

/** Which of these posts the reader likes. */
export async function readOwnState(
  db: Reader,
  userId: string | null,
  postIds: readonly string[],
): Promise<Own<typeof likes>> {
  if (userId === null || postIds.length === 0) return { liked: [] }
  const rows = await db.like.findMany({
    where: { userId, postId: { in: [...postIds] } },
    select: { postId: true },
  })
  return { liked: rows.map((row) => row.postId) }
}

/** The newest posts that the reader likes, where no posts are at hand. */
export async function readNewestLikes(db: Reader, userId: string): Promise<Own<typeof likes>> {
  const rows = await db.like.findMany({
    where: { userId },
    orderBy: { postId: 'desc' },
    take: newestLikes,
    select: { postId: true },
  })
  return { liked: rows.map((row) => row.postId) }
}
