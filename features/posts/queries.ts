// Queries of pages of posts, newest first, by keyset: the public feed and one author's posts.
import type { PostPage } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { pageOf } from '#platform/postgres/keyset.ts'
import { postColumns, toPost } from './rows.ts'

export const postsPerPage = 20

export interface PageInput {
  /** The id of the last post of the page before; an invalid id gives the first page. */
  before?: string | null | undefined
  limit?: number
}

/** The public feed. */
export function readFeed(db: Reader, input: PageInput = {}): Promise<PostPage> {
  return readPage(db, {}, input)
}

/** One person's posts; empty when there is no such person. */
export function readPostsBy(
  db: Reader,
  authorId: string,
  input: PageInput = {},
): Promise<PostPage> {
  if (!isId(authorId)) return Promise.resolve({ posts: [], next: null })
  return readPage(db, { authorId }, input)
}

async function readPage(
  db: Reader,
  where: { authorId?: string },
  { before, limit = postsPerPage }: PageInput,
): Promise<PostPage> {
  const older = isId(before) ? { id: { lt: before } } : {}
  const rows = await db.post.findMany({
    where: { ...where, ...older },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: postColumns,
  })
  const { page, next } = pageOf(rows, limit)
  return { posts: page.map(toPost), next }
}
