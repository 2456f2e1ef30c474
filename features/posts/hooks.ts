// What other features may use of posts on the server: hooks, queries and permissions.
import { defineDirectHook } from '#live/server/define.ts'
import type { In } from '#features/define-server.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { Refusal } from '#platform/errors.ts'
import { visiblePosts } from './policy.ts'
import { postColumns, toPost } from './rows.ts'
import type { Counted } from './counts.ts'
import type { posts, PostView } from './protocol.ts'

/** Gathered: all calls of a group of commands together update each post's counts once. */
export const counted = defineDirectHook<Counted>('posts.counted')

/** Gathered: an external change has touched a post's likes or comments; they are counted again. */
export const recounted = defineDirectHook<{ postId: string }>('posts.recounted')

export function noSuchPost(): Refusal {
  return new Refusal('not_found', 'This post is no longer here.')
}

/** Publishes a post's present state, to lists and to its own topic. */
export function publishEdited({ publish }: In<typeof posts>, post: PostView): void {
  publish('feed', 'post.edited', { post })
  publish(`post:${post.id}`, 'post.edited', { post })
}

/** A post as it is now; null when the reader may not see it. */
export async function recallPost(
  db: Reader,
  readerId: string,
  postId: string,
): Promise<{ post: PostView } | null> {
  const visible = await visiblePosts(db, readerId, [postId])
  if (!visible.has(postId)) return null
  const row = await db.post.findUnique({ where: { id: postId }, select: postColumns })
  return row && { post: toPost(row) }
}

// Queries and permissions for other features.
export { postLimits } from './limits.ts'
export { postsSeenBy, visiblePosts } from './policy.ts'
export { postColumns, toPost } from './rows.ts'
