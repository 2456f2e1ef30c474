// comment and deleteComment.
import { Refusal } from '#platform/errors.ts'
import { forgetComments } from '#live/server/log/append.ts'
import { mayDelete, visiblePosts } from '#features/policy.ts'
import { commentColumns, toComment } from '#features/rows.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Execute } from '#live/server/commands/change.ts'
import { noSuchPost } from '#features/likes/commands.ts'
import { giveIds } from '#platform/postgres/ordered-ids.ts'

export const comment: Execute<'comment'> = async (tx, intents, change) => {
  const given = await giveIds(tx, 'comments', intents, ({ command }) => command.postId)
  const visible = await visiblePosts(
    tx,
    null,
    intents.map(({ command }) => command.postId),
  )
  const written = given.map(({ item, id }) => ({ ...item, id }))
  const rows = await tx.comment.createManyAndReturn({
    data: written
      .filter(({ command }) => visible.has(command.postId))
      .map(({ id, actor, command }) => ({
        id,
        postId: command.postId,
        authorId: actor.id,
        body: command.body,
      })),
    select: commentColumns,
  })
  const views = new Map(rows.map((row) => [row.id, toComment(row)]))
  return written.map(({ id, command: { postId } }) => {
    const view = views.get(id)
    if (!view) return noSuchPost()
    change.count(postId, { comments: 1 })
    change.events.push({
      topic: `post:${postId}`,
      type: 'comment.created',
      data: { comment: view },
    })
    return { comment: view }
  })
}

export const deleteComment = alone<'deleteComment'>(async (tx, { actor, command }, change) => {
  const { commentId } = command
  const row = await tx.comment.findUnique({
    where: { id: commentId },
    select: { postId: true, authorId: true },
  })
  if (!row) return new Refusal('not_found', 'This comment is no longer here.')
  if (!mayDelete(actor.id, row)) {
    return new Refusal('forbidden', 'Only its author can delete a comment.')
  }
  await tx.comment.delete({ where: { id: commentId } })
  await forgetComments(tx, [commentId])
  const { postId } = row
  change.count(postId, { comments: -1 })
  change.events.push({
    topic: `post:${postId}`,
    type: 'comment.deleted',
    data: { postId, commentId },
  })
  return { postId, commentId }
})
