// The commands comment and deleteComment.
import type { Given, In, Rules, Run } from '#features/define-server.ts'
import { counted, noSuchPost, postsSeenBy, visiblePosts } from '#features/posts/hooks.ts'
import { writing } from '#features/rates.ts'
import { commentColumns, toComment } from './rows.ts'
import { Refusal } from '#platform/errors.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { giveIds } from '#platform/postgres/ordered-ids.ts'
import { mayDelete } from './policy.ts'
import type { comments } from './protocol.ts'

type Comments = typeof comments

export const commands: Rules<Comments>['commands'] = {
  comment: {
    rate: writing,
    runMany: comment,
    keep: (result) => result.comment.id,
    recall: ({ db, actor, id }) => recallComment(db, actor.id, id),
  },
  deleteComment: { run: deleteComment },
}

async function comment(
  given: readonly Given<Comments, 'comment'>[],
  { tx, publish, gather }: In<Comments>,
) {
  const ids = await giveIds(tx, 'comments', given, ({ input }) => input.postId)
  const sees = await postsSeenBy(
    tx,
    given.map(({ actor, input }) => ({ readerId: actor.id, postId: input.postId })),
  )
  const written = ids.map(({ item, id }) => ({ ...item, id }))
  const rows = await tx.comment.createManyAndReturn({
    data: written
      .filter(({ actor, input }) => sees(actor.id, input.postId))
      .map(({ id, actor, input }) => ({
        id,
        postId: input.postId,
        authorId: actor.id,
        body: input.body,
      })),
    select: commentColumns,
  })
  const views = new Map(rows.map((row) => [row.id, toComment(row)]))
  return written.map(({ id, input: { postId } }) => {
    const view = views.get(id)
    if (!view) return noSuchPost()
    gather(counted, { postId, comments: 1 })
    publish(`post:${postId}`, 'comment.created', { comment: view })
    return { comment: view }
  })
}

async function deleteComment({
  tx,
  actor,
  input,
  publish,
  forget,
  gather,
}: Run<Comments, 'deleteComment'>) {
  const { commentId } = input
  const row = await tx.comment.findUnique({
    where: { id: commentId },
    select: { postId: true, authorId: true },
  })
  if (!row) return new Refusal('not_found', 'This comment is no longer here.')
  if (!mayDelete(actor.id, row)) {
    return new Refusal('forbidden', 'Only its author can delete a comment.')
  }
  await tx.comment.delete({ where: { id: commentId } })
  await forget([commentId])
  const { postId } = row
  gather(counted, { postId, comments: -1 })
  publish(`post:${postId}`, 'comment.deleted', { postId, commentId })
  return { postId, commentId }
}

async function recallComment(db: Reader, readerId: string, commentId: string) {
  const row = await db.comment.findUnique({ where: { id: commentId }, select: commentColumns })
  const visible = await visiblePosts(db, readerId, row ? [row.postId] : [])
  return row && visible.has(row.postId) ? { comment: toComment(row) } : null
}
