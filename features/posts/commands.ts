// post and deletePost.
import { Refusal } from '#platform/errors.ts'
import type { PostView } from './protocol.ts'
import { forgetPosts } from '#live/server/log/append.ts'
import { mayDelete } from '#features/policy.ts'
import { freshPostColumns, toPost } from '#features/rows.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change, Execute } from '#live/server/commands/change.ts'
import { noSuchPost } from '#features/likes/commands.ts'
import { allPosts, giveIds } from '#platform/postgres/ordered-ids.ts'

export const post: Execute<'post'> = async (tx, intents, change) => {
  const given = await giveIds(tx, 'posts', intents, () => allPosts)
  const written = given.map(({ item: { actor, command }, id }) => ({
    id,
    authorId: actor.id,
    body: command.body,
  }))
  const rows = await tx.post.createManyAndReturn({ data: written, select: freshPostColumns })
  const views = new Map(rows.map((row) => [row.id, toPost(row)]))
  return written.map(({ id }) => {
    const view = views.get(id)
    if (!view) throw new Error('The database did not return a post that it wrote.')
    change.events.push({ topic: 'feed', type: 'post.created', data: { post: view } })
    return { post: view }
  })
}

/** Says what a post is like now, to whoever sees it in a list or has it open. */
export function tellEdited(change: Change, view: PostView): void {
  for (const topic of ['feed', `post:${view.id}`] as const) {
    change.events.push({ topic, type: 'post.edited', data: { post: view } })
  }
}

export const deletePost = alone<'deletePost'>(async (tx, { actor, command }, change) => {
  const { postId } = command
  const row = await tx.post.findUnique({ where: { id: postId }, select: { authorId: true } })
  if (!row) return noSuchPost()
  if (!mayDelete(actor.id, row))
    return new Refusal('forbidden', 'Only its author can delete a post.')
  await tx.post.delete({ where: { id: postId } })
  await forgetPosts(tx, [postId])
  for (const topic of ['feed', `post:${postId}`] as const) {
    change.events.push({ topic, type: 'post.deleted', data: { postId } })
  }
  return { postId }
})
