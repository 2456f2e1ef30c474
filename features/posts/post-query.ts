// One post, and its comments page by page, oldest first.
import type { CommentPage } from '#features/comments/protocol.ts'
import type { PostView } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { pageOf } from '#platform/postgres/keyset.ts'
import { commentColumns, postColumns, toComment, toPost } from '#features/rows.ts'

const commentsPerPage = 50

/** The post, or null when there is none (or `id` is no id). */
export async function readPost(db: Reader, id: string): Promise<PostView | null> {
  if (!isId(id)) return null
  const row = await db.post.findUnique({ where: { id }, select: postColumns })
  return row ? toPost(row) : null
}

/** `after` is the id of the last comment of the page before. */
export async function readComments(
  db: Reader,
  postId: string,
  { after, limit = commentsPerPage }: { after?: string | null | undefined; limit?: number } = {},
): Promise<CommentPage> {
  const newer = isId(after) ? { id: { gt: after } } : {}
  const rows = await db.comment.findMany({
    where: { postId, ...newer },
    orderBy: { id: 'asc' },
    take: limit + 1,
    select: commentColumns,
  })
  const { page, next } = pageOf(rows, limit)
  return { comments: page.map(toComment), next }
}
