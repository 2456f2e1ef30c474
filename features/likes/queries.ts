// Which posts a reader likes: never part of a shared view or event, so that those stay the same for all.
import type { Reader } from '#platform/postgres/database.ts'

const newestLikes = 200

/** Those of these posts that the reader likes. */
export async function readLiked(
  db: Reader,
  readerId: string | null,
  postIds: readonly string[],
): Promise<string[]> {
  if (readerId === null || postIds.length === 0) return []
  const rows = await db.like.findMany({
    where: { userId: readerId, postId: { in: [...postIds] } },
    select: { postId: true },
  })
  return rows.map(({ postId }) => postId)
}

/** The newest posts that the reader likes, for requests without posts. */
export async function readNewestLikes(db: Reader, readerId: string): Promise<string[]> {
  const rows = await db.like.findMany({
    where: { userId: readerId },
    orderBy: { postId: 'desc' },
    take: newestLikes,
    select: { postId: true },
  })
  return rows.map(({ postId }) => postId)
}
