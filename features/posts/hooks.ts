// What posts offer to other features on the server.
import { defineDirectHook } from '#live/server/define.ts'
import type { In } from '#features/define-server.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { Refusal } from '#platform/errors.ts'
import { visiblePosts } from './policy.ts'
import { postColumns, toPost } from './rows.ts'
import type { Counted } from './counts.ts'
import type { posts, PostView } from './protocol.ts'

/** Gathered: the counts of each post move once a group, whoever tells of it. */
export const counted = defineDirectHook<Counted>('posts.counted')

/** Gathered: what belongs to a post was changed around the app, and is to be counted anew. */
export const recounted = defineDirectHook<{ postId: string }>('posts.recounted')

export function noSuchPost(): Refusal {
  return new Refusal('not_found', 'This post is no longer here.')
}

/** Says what a post is like now, to whoever sees it in a list or has it open. */
export function publishEdited({ publish }: In<typeof posts>, post: PostView): void {
  publish('feed', 'post.edited', { post })
  publish(`post:${post.id}`, 'post.edited', { post })
}

/** A post as it is now, for whoever may see it; else null. */
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

// How other features read posts, and the rules that they ask for.
export { postLimits } from './limits.ts'
export { postsSeenBy, visiblePosts } from './policy.ts'
export { postColumns, toPost } from './rows.ts'
