// The numbers of likes and comments of posts: each post's are updated once per group of commands.
import type { DirectIn } from '#features/define-server.ts'
import type { posts } from './protocol.ts'

export interface Counted {
  postId: string
  likes?: number
  comments?: number
}

/** Updates each post's counts once, in one lock order on all nodes, and publishes them to the feed and the post's topic. */
export async function moveCounts(
  counted: readonly Counted[],
  { tx, publish }: DirectIn<typeof posts>,
): Promise<void> {
  const sums = new Map<string, { likes: number; comments: number }>()
  for (const { postId, likes = 0, comments = 0 } of counted) {
    const sum = sums.get(postId) ?? { likes: 0, comments: 0 }
    sums.set(postId, { likes: sum.likes + likes, comments: sum.comments + comments })
  }
  const moved = [...sums].filter(([, by]) => by.likes !== 0 || by.comments !== 0)
  if (moved.length === 0) return
  const postIds = moved.map(([postId]) => postId)
  const likes = moved.map(([, by]) => by.likes)
  const comments = moved.map(([, by]) => by.comments)
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    WITH held AS (
      SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE posts SET
      "likeCount" = "likeCount" + moved.likes, "commentCount" = "commentCount" + moved.comments
    FROM held JOIN unnest(${postIds}::uuid[], ${likes}::int[], ${comments}::int[])
      AS moved(id, likes, comments) USING (id)
    WHERE posts.id = held.id
    RETURNING posts.id::text, "likeCount" AS likes, "commentCount" AS comments`
  for (const { id, ...counts } of rows) {
    const data = { postId: id, ...counts }
    publish('feed', 'post.counts', data)
    publish(`post:${id}`, 'post.counts', data)
  }
}
