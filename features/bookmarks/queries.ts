// Queries of a person's bookmarks, for that person alone: never part of a shared view or event.
import { postColumns, toPost, visiblePosts } from '#features/posts/hooks.ts'
import type { PostPage } from '#features/posts/protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { pageOf } from '#platform/postgres/keyset.ts'

export const bookmarksPerPage = 20
const newestBookmarked = 200
/** The place before the newest bookmark. */
const start = { at: 'infinity', postId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** Those of these posts that the reader has bookmarked. */
export async function readBookmarked(
  db: Reader,
  readerId: string,
  postIds: readonly string[],
): Promise<string[]> {
  const rows = await db.bookmark.findMany({
    where: { userId: readerId, postId: { in: [...postIds] } },
    select: { postId: true },
  })
  return rows.map(({ postId }) => postId)
}

/** The newest posts that the reader has bookmarked, for requests without posts. */
export async function readNewestBookmarked(db: Reader, readerId: string): Promise<string[]> {
  const rows = await db.bookmark.findMany({
    where: { userId: readerId },
    orderBy: { postId: 'desc' },
    take: newestBookmarked,
    select: { postId: true },
  })
  return rows.map(({ postId }) => postId)
}

/**
 * A page of the reader's bookmarked posts, the newest bookmark first. `next` is the `before` of the page that follows,
 * null at the end; an invalid `before` gives the first page.
 */
export async function readBookmarks(
  db: Reader,
  readerId: string,
  { before, limit = bookmarksPerPage }: { before?: string | null | undefined; limit?: number } = {},
): Promise<PostPage> {
  const { at, postId } = placeNamed(before) ?? start
  const rows = await db.$queryRaw<{ postId: string; createdAt: Date }[]>`
    SELECT "postId"::text, "createdAt" FROM bookmarks
    WHERE "userId" = ${readerId}::uuid
      AND ("createdAt", "postId") < (${at}::timestamptz, ${postId}::uuid)
    ORDER BY "createdAt" DESC, "postId" DESC LIMIT ${limit + 1}`
  const { page, next } = pageOf(
    rows.map((row) => ({ ...row, id: `${row.createdAt.getTime()}.${row.postId}` })),
    limit,
  )
  const ids = page.map((row) => row.postId)
  const visible = await visiblePosts(db, readerId, ids)
  const found = await db.post.findMany({
    where: { id: { in: [...visible] } },
    select: postColumns,
  })
  const posts = new Map(found.map((row) => [row.id, toPost(row)]))
  return { posts: ids.flatMap((id) => posts.get(id) ?? []), next }
}

/** Parses a place in the list: when a post was bookmarked, in milliseconds, and its id. */
function placeNamed(name: string | null | undefined): { at: string; postId: string } | null {
  const [, at, postId] = /^(\d{13})\.(.+)$/.exec(name ?? '') ?? []
  return at !== undefined && isId(postId)
    ? { at: new Date(Number(at)).toISOString(), postId }
    : null
}
