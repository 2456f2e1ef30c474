// Posts, their likes, comments and co-authors, changed by somebody else than the app.
import { forgetComments, forgetPosts } from '#live/server/log/append.ts'
import { tellEdited } from './commands.ts'
import { commentColumns, postColumns, toComment, toPost } from '#features/rows.ts'
import { pairsOf, valuesOf, wasMade } from '#live/server/external/notes.ts'
import type { Handler, Stride } from '#live/server/external/notes.ts'

export const posts: Handler = async (stride, notes) => {
  const { tx, change } = stride
  const ids = valuesOf(notes, 'id')
  await recount(stride, ids)
  const present = await tellPosts(stride, ids, (id) => wasMade(notes, 'id', id))
  const gone = ids.filter((id) => !present.has(id))
  if (gone.length > 0) await forgetPosts(tx, gone)
  for (const postId of gone) {
    for (const topic of ['feed', `post:${postId}`] as const) {
      change.events.push({ topic, type: 'post.deleted', data: { postId } })
    }
  }
}

export const coauthors: Handler = async (stride, notes) => {
  const ids = valuesOf(notes, 'postId')
  await stride.tx
    .$queryRaw`SELECT 1 FROM posts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await tellPosts(stride, ids, () => false)
}

export const likes: Handler = async (stride, notes) => {
  const { tx, change } = stride
  const postIds = valuesOf(notes, 'postId')
  await recount(stride, postIds)
  const pairs = pairsOf(notes, 'postId', 'userId')
  const found = await tx.$queryRaw<{ postId: string; userId: string; liked: boolean }[]>`
    SELECT posts.id::text AS "postId", users.id::text AS "userId", EXISTS (
      SELECT 1 FROM likes WHERE "postId" = posts.id AND "userId" = users.id
    ) AS liked
    FROM unnest(
      ${pairs.map(({ first }) => first)}::uuid[], ${pairs.map(({ second }) => second)}::uuid[]
    ) AS asked(post, reader)
    JOIN posts ON posts.id = asked.post JOIN users ON users.id = asked.reader`
  for (const { postId, userId, liked } of found) {
    const data = { postId, liked, ref: null }
    change.events.push({ topic: `user:${userId}`, type: 'like.set', data })
  }
}

export const comments: Handler = async (stride, notes) => {
  const { tx, change } = stride
  const ids = valuesOf(notes, 'id')
  await recount(stride, valuesOf(notes, 'postId'))
  await tx.$queryRaw`
    SELECT 1 FROM comments WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const rows = await tx.comment.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: commentColumns,
  })
  const places = new Map(rows.map((row) => [row.id, row.postId]))
  const gone = pairsOf(notes, 'id', 'postId').filter(
    ({ first, second }) => places.get(first) !== second,
  )
  if (gone.length > 0) {
    await forgetComments(
      tx,
      gone.map(({ first }) => first),
    )
  }
  for (const { first: commentId, second: postId } of gone) {
    const data = { postId, commentId }
    change.events.push({ topic: `post:${postId}`, type: 'comment.deleted', data })
  }
  for (const row of rows) {
    const type = wasMade(notes, 'id', row.id) ? 'comment.created' : 'comment.edited'
    change.events.push({ topic: `post:${row.postId}`, type, data: { comment: toComment(row) } })
  }
}

/** Tells of the posts among these that there are; which those are. */
async function tellPosts(
  { tx, change }: Stride,
  ids: readonly string[],
  isNew: (id: string) => boolean,
): Promise<Set<string>> {
  const rows = await tx.post.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
    select: postColumns,
  })
  for (const row of rows) {
    const post = toPost(row)
    if (isNew(row.id)) {
      change.events.push({ topic: 'feed', type: 'post.created', data: { post } })
      continue
    }
    tellEdited(change, post)
  }
  return new Set(rows.map((row) => row.id))
}

/** Holds the posts, counts what belongs to them, and tells it. */
async function recount(stride: Stride, ids: readonly string[]): Promise<void> {
  const { tx, change, counted } = stride
  const postIds = ids.filter((id) => !counted.has(id))
  if (postIds.length === 0) return
  for (const id of postIds) counted.add(id)
  // The rows are held first: what is counted after that, no other transaction is about to count.
  await tx.$queryRaw`SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    UPDATE posts SET
      "likeCount" = (SELECT count(*) FROM likes WHERE "postId" = posts.id),
      "commentCount" = (SELECT count(*) FROM comments WHERE "postId" = posts.id)
    WHERE id = ANY(${postIds}::uuid[])
    RETURNING id::text, "likeCount" AS likes, "commentCount" AS comments`
  for (const { id, ...counts } of rows) {
    for (const topic of ['feed', `post:${id}`] as const) {
      change.events.push({ topic, type: 'post.counts', data: { postId: id, ...counts } })
    }
  }
}
