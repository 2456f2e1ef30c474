// The viewer's marks on posts (liked, bookmarked), from every feature that adds to posts (features/post-parts.tsx).
import type { Reader } from '#platform/postgres/database.ts'
import { readBookmarked } from './bookmarks/queries.ts'
import { readLiked } from './likes/queries.ts'
import type { PostMarks } from './posts/protocol.ts'

/** The commands of the buttons below a post; each takes a `postId` alone. */
export const markCommands = ['like', 'unlike', 'bookmark', 'unbookmark'] as const

/** Which of these posts the reader has marked; a signed-out reader has marked none. */
export async function readPostMarks(
  db: Reader,
  readerId: string | null,
  posts: readonly { id: string }[],
): Promise<PostMarks> {
  if (readerId === null || posts.length === 0) return {}
  const ids = posts.map(({ id }) => id)
  const [likes, bookmarks] = await Promise.all([
    readLiked(db, readerId, ids),
    readBookmarked(db, readerId, ids),
  ])
  return { likes, bookmarks }
}
