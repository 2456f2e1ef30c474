// External changes (Prisma Studio, `psql`) of posts and their co-authors.
import type { DirectIn, In, Rules } from '#features/define-server.ts'
import { postColumns, toPost } from './rows.ts'
import { valuesOf, wasMade } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'
import { publishEdited } from './hooks.ts'
import type { posts } from './protocol.ts'

type Posts = typeof posts

export const externalChanges: Rules<Posts>['externalChanges'] = {
  posts: { keys: ['id'], take: takePosts },
  coauthors: { keys: ['postId'], take: takeCoauthors },
}

async function takePosts(notes: readonly Note[], writing: In<Posts>): Promise<void> {
  const { publish, forget } = writing
  const ids = valuesOf(notes, 'id')
  await recount(
    ids.map((postId) => ({ postId })),
    writing,
  )
  const present = await publishPosts(writing, ids, (id) => wasMade(notes, 'id', id))
  const gone = ids.filter((id) => !present.has(id))
  await forget(
    gone,
    gone.map((id) => `post:${id}`),
  )
  for (const postId of gone) {
    publish('feed', 'post.deleted', { postId })
    publish(`post:${postId}`, 'post.deleted', { postId })
  }
}

async function takeCoauthors(notes: readonly Note[], writing: In<Posts>): Promise<void> {
  const ids = valuesOf(notes, 'postId')
  await writing.tx
    .$queryRaw`SELECT 1 FROM posts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await publishPosts(writing, ids, () => false)
}

/** Publishes the posts that exist; returns their ids. */
async function publishPosts(
  writing: In<Posts>,
  ids: readonly string[],
  isNew: (id: string) => boolean,
): Promise<Set<string>> {
  const rows = await writing.tx.post.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
    select: postColumns,
  })
  for (const row of rows) {
    const post = toPost(row)
    if (isNew(row.id)) writing.publish('feed', 'post.created', { post })
    else publishEdited(writing, post)
  }
  return new Set(rows.map((row) => row.id))
}

/** Locks the posts, counts their likes and comments, and publishes the counts. */
export async function recount(
  asked: readonly { postId: string }[],
  { tx, publish }: DirectIn<Posts>,
): Promise<void> {
  const postIds = [...new Set(asked.map(({ postId }) => postId))]
  // The rows are locked first, so that no other transaction changes the counts meanwhile.
  await tx.$queryRaw`SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    UPDATE posts SET
      "likeCount" = (SELECT count(*) FROM likes WHERE "postId" = posts.id),
      "commentCount" = (SELECT count(*) FROM comments WHERE "postId" = posts.id)
    WHERE id = ANY(${postIds}::uuid[])
    RETURNING id::text, "likeCount" AS likes, "commentCount" AS comments`
  for (const { id, ...counts } of rows) {
    publish('feed', 'post.counts', { postId: id, ...counts })
    publish(`post:${id}`, 'post.counts', { postId: id, ...counts })
  }
}
