// Publishes a draft as a post, and updates the post when the draft has changed.
import { v7 as uuidv7 } from 'uuid'
import { isRefusal, Refusal } from '#platform/errors.ts'
import {
  postColumns,
  postLimits,
  publishEdited,
  recallPost,
  toPost,
} from '#features/posts/hooks.ts'
import { canBeSeen } from '#platform/text/names.ts'
import { asWritten, lengthOf, tooLong } from '#platform/text/words.ts'
import type { Transaction, Reader } from '#platform/postgres/database.ts'
import { readText } from './draft-updates.ts'
import { draftRole, mayUpdatePublished, refused } from './policy.ts'
import type { Rules, Run } from '#features/define-server.ts'
import { posts } from '#features/posts/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import { writing as writingRate } from '#features/rates.ts'
import type { Author } from '#platform/author.ts'
import type { drafts } from './protocol.ts'

type Drafts = typeof drafts

const kept = {
  keep: (result: { post: PostView }) => result.post.id,
  recall: ({ db, actor, id }: { db: Reader; actor: Author; id: string }) =>
    recallPost(db, actor.id, id),
}

export const publishCommands: Pick<
  Rules<Drafts>['commands'],
  'publishDraft' | 'updatePublished' | 'takeNameOff'
> = {
  publishDraft: { rate: writingRate, run: publishDraft, ...kept },
  updatePublished: { rate: writingRate, run: updatePublished, ...kept },
  takeNameOff: { run: takeNameOff, ...kept },
}
import { allPosts, giveId } from '#platform/postgres/ordered-ids.ts'

async function publishDraft({ actor, input, ...writing }: Run<Drafts, 'publishDraft'>) {
  const { tx } = writing
  const { draftId } = input
  const refusal = await refused(tx, actor.id, draftId, 'owner')
  if (refusal) return refusal
  if (await postOf(tx, draftId)) {
    return new Refusal('invalid', 'This draft has been published already.')
  }
  const body = await wordsFor(tx, draftId)
  if (isRefusal(body)) return body
  const id = await giveId(tx, 'posts', allPosts)
  await tx.post.create({ data: { id, authorId: actor.id, body } })
  await nameWriters(tx, draftId, { id, authorId: actor.id })
  await tx.draft.update({
    where: { id: draftId },
    data: { postId: id, publishedAt: new Date(), publishedById: actor.id },
  })
  await tx.version.create({ data: { id: uuidv7(), draftId, text: body, userId: actor.id } })
  const row = await tx.post.findUniqueOrThrow({ where: { id }, select: postColumns })
  const post = toPost(row)
  writing.publish('feed', 'post.created', { post })
  return { post }
}

async function updatePublished({ actor, input, ...writing }: Run<Drafts, 'updatePublished'>) {
  const { tx } = writing
  const { draftId } = input
  const refusal = await refused(tx, actor.id, draftId, 'write')
  if (refusal) return refusal
  const id = await postOf(tx, draftId)
  if (id === null) return new Refusal('not_found', 'The post of this draft is not there any more.')
  const [post] = await tx.$queryRaw<{ authorId: string; body: string }[]>`
    SELECT "authorId"::text AS "authorId", body FROM posts WHERE id = ${id}::uuid FOR UPDATE`
  const role = await draftRole(tx, actor.id, draftId, null)
  if (!post || role === null) {
    return new Refusal('not_found', 'The post of this draft is not there any more.')
  }
  const coauthors = await tx.coauthor.findMany({ where: { postId: id }, select: { userId: true } })
  const coauthorIds = coauthors.map(({ userId }) => userId)
  if (!mayUpdatePublished(actor.id, role, { authorId: post.authorId, coauthorIds })) {
    return new Refusal('forbidden', 'Only those who are named on the post can update it.')
  }
  const body = await wordsFor(tx, draftId)
  if (isRefusal(body)) return body
  const changed = body !== post.body
  if (changed) {
    await tx.post.update({ where: { id }, data: { body, editedAt: new Date() } })
    await nameWriters(tx, draftId, { id, authorId: post.authorId })
    await tx.version.create({ data: { id: uuidv7(), draftId, text: body, userId: actor.id } })
  }
  const view = toPost(await tx.post.findUniqueOrThrow({ where: { id }, select: postColumns }))
  if (changed) publishEdited(writing.as(posts), view)
  return { post: view }
}

/** The post made from a draft, locked: nobody else publishes or updates it until this transaction ends. */
async function postOf(tx: Transaction, draftId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ postId: string | null }[]>`
    SELECT "postId"::text AS "postId" FROM drafts WHERE id = ${draftId}::uuid FOR UPDATE`
  return rows[0]?.postId ?? null
}

/** The draft's text, checked as a post's. */
async function wordsFor(tx: Transaction, draftId: string): Promise<string | Refusal> {
  const body = asWritten(await readText(tx, draftId))
  if (!canBeSeen(body)) return new Refusal('invalid', 'There is nothing to publish yet.')
  const problem = tooLong(body, postLimits.body)
  // Counting the characters over the limit is slow for a very long text.
  const over = body.length > 10 * postLimits.body ? null : lengthOf(body) - postLimits.body
  if (problem !== null && (over === null || over > 0)) {
    const many = over === null ? 'far' : over
    return new Refusal(
      'invalid',
      `A post has ${postLimits.body} characters at most: ${many} too many.`,
    )
  }
  return problem === null ? body : new Refusal('invalid', `The text ${problem}.`)
}

/** Nobody is named on a post against their will. Its author deletes it instead. */
async function takeNameOff({ actor, input, ...writing }: Run<Drafts, 'takeNameOff'>) {
  const { tx } = writing
  const { postId } = input
  await tx.$queryRaw`SELECT 1 FROM posts WHERE id = ${postId}::uuid FOR UPDATE`
  const { count } = await tx.coauthor.deleteMany({ where: { postId, userId: actor.id } })
  if (count === 0) return new Refusal('not_found', 'You are not named on such a post.')
  // Otherwise the next update of the post would name them again.
  await tx.writer.updateMany({
    where: { userId: actor.id, draft: { postId } },
    data: { acceptedAt: null },
  })
  const post = toPost(
    await tx.post.findUniqueOrThrow({ where: { id: postId }, select: postColumns }),
  )
  publishEdited(writing.as(posts), post)
  return { post }
}

/** Names on the post all who write the draft and have accepted, and keeps those already named. */
async function nameWriters(
  tx: Transaction,
  draftId: string,
  post: { id: string; authorId: string },
): Promise<void> {
  const writers = await tx.writer.findMany({
    where: { draftId, role: 'write', acceptedAt: { not: null }, userId: { not: post.authorId } },
    orderBy: { userId: 'asc' },
    select: { userId: true },
  })
  await tx.coauthor.createMany({
    data: writers.map(({ userId }) => ({ postId: post.id, userId })),
    skipDuplicates: true,
  })
}
