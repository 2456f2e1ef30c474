// The commands post and deletePost.
import type { Given, In, Rules, Run } from '#features/define-server.ts'
import { writing } from '#features/rates.ts'
import { freshPostColumns, toPost } from './rows.ts'
import { Refusal } from '#platform/errors.ts'
import { allPosts, giveIds } from '#platform/postgres/ordered-ids.ts'
import { noSuchPost, recallPost } from './hooks.ts'
import { mayDelete } from './policy.ts'
import type { posts } from './protocol.ts'

type Posts = typeof posts

export const commands: Rules<Posts>['commands'] = {
  post: {
    rate: writing,
    runMany: post,
    keep: (result) => result.post.id,
    recall: ({ db, actor, id }) => recallPost(db, actor.id, id),
  },
  deletePost: { run: deletePost },
}

async function post(given: readonly Given<Posts, 'post'>[], { tx, publish }: In<Posts>) {
  const ids = await giveIds(tx, 'posts', given, () => allPosts)
  const written = ids.map(({ item: { actor, input }, id }) => ({
    id,
    authorId: actor.id,
    body: input.body,
  }))
  const rows = await tx.post.createManyAndReturn({ data: written, select: freshPostColumns })
  const views = new Map(rows.map((row) => [row.id, toPost(row)]))
  return written.map(({ id }) => {
    const view = views.get(id)
    if (!view) throw new Error('The database did not return a post that it wrote.')
    publish('feed', 'post.created', { post: view })
    return { post: view }
  })
}

async function deletePost({ tx, actor, input, publish, forget }: Run<Posts, 'deletePost'>) {
  const { postId } = input
  const row = await tx.post.findUnique({ where: { id: postId }, select: { authorId: true } })
  if (!row) return noSuchPost()
  if (!mayDelete(actor.id, row))
    return new Refusal('forbidden', 'Only its author can delete a post.')
  await tx.post.delete({ where: { id: postId } })
  // With all its comments.
  await forget([postId], [`post:${postId}`])
  publish('feed', 'post.deleted', { postId })
  publish(`post:${postId}`, 'post.deleted', { postId })
  return { postId }
}
