// Queries of a post's comments, page by page, oldest first.
import type { CommentPage } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { pageOf } from '#platform/postgres/keyset.ts'
import { commentColumns, toComment } from './rows.ts'

const commentsPerPage = 50

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
