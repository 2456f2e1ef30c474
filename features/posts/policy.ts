// Permissions of posts: who may see one, and who may delete it.
import type { Statements } from '#platform/postgres/statements.ts'

/** Whether a reader may see a post; `readerId` null: a reader without an account. */
type SeesPost = (readerId: string | null, postId: string) => boolean

interface AskedPost {
  readerId: string | null
  postId: string
}

/** Which of these posts a reader may see. */
export async function visiblePosts(
  db: Statements,
  readerId: string | null,
  postIds: readonly string[],
): Promise<Set<string>> {
  const maySee = await postsSeenBy(
    db,
    postIds.map((postId) => ({ readerId, postId })),
  )
  return new Set(postIds.filter((postId) => maySee(readerId, postId)))
}

/** The same for many readers at once, in one query. All posts are public so far: those that exist. */
export async function postsSeenBy(db: Statements, asked: readonly AskedPost[]): Promise<SeesPost> {
  if (asked.length === 0) return () => false
  const postIds = asked.map(({ postId }) => postId)
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM posts WHERE id = ANY(${postIds}::uuid[])`
  const existing = new Set(rows.map(({ id }) => id))
  return (_readerId, postId) => existing.has(postId)
}

/** Whether a person may delete a post. */
export function mayDelete(actorId: string, post: { authorId: string }): boolean {
  return post.authorId === actorId
}
