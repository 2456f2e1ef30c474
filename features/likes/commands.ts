// The commands like and unlike, which are idempotent.
import type { DirectIn, Given, Rules } from '#features/define-server.ts'
import { counted, noSuchPost, postsSeenBy } from '#features/posts/hooks.ts'
import type { likes } from './protocol.ts'

type Likes = typeof likes
type Pair = { postId: string; userId: string }
type GivenLike = Given<Likes, 'like'> | Given<Likes, 'unlike'>

export const commands: Rules<Likes>['commands'] = {
  like: { lane: 'likes', runDirectly: like },
  unlike: { lane: 'likes', runDirectly: unlike },
}

async function like(given: readonly Given<Likes, 'like'>[], writing: DirectIn<Likes>) {
  const changed = await setLikes(
    given,
    writing,
    true,
    (postIds, userIds) =>
      writing.tx.$queryRaw<Pair[]>`
      INSERT INTO likes ("postId", "userId")
      SELECT * FROM unnest(${postIds}::uuid[], ${userIds}::uuid[]) ON CONFLICT DO NOTHING
      RETURNING "postId"::text, "userId"::text`,
  )
  return given.map(({ input: { postId } }, index) => {
    const state = changed[index]
    return state === undefined ? noSuchPost() : { postId, liked: true as const, changed: state }
  })
}

async function unlike(given: readonly Given<Likes, 'unlike'>[], writing: DirectIn<Likes>) {
  const changed = await setLikes(
    given,
    writing,
    false,
    (postIds, userIds) =>
      writing.tx.$queryRaw<Pair[]>`
      DELETE FROM likes USING unnest(${postIds}::uuid[], ${userIds}::uuid[]) AS gone(post, liker)
      WHERE "postId" = gone.post AND "userId" = gone.liker
      RETURNING "postId"::text, "userId"::text`,
  )
  return given.map(({ input: { postId } }, index) => {
    const state = changed[index]
    return state === undefined ? noSuchPost() : { postId, liked: false as const, changed: state }
  })
}

/** Whether each command changed something; undefined where its post cannot be seen. */
async function setLikes(
  given: readonly GivenLike[],
  { tx, publish, gather }: DirectIn<Likes>,
  liked: boolean,
  write: (postIds: string[], userIds: string[]) => Promise<Pair[]>,
): Promise<(boolean | undefined)[]> {
  const sees = await postsSeenBy(
    tx,
    given.map(({ actor, input }) => ({ readerId: actor.id, postId: input.postId })),
  )
  const seen = given.filter(({ actor, input }) => sees(actor.id, input.postId))
  const pairs = await write(
    seen.map(({ input }) => input.postId),
    seen.map(({ actor }) => actor.id),
  )
  const written = new Set(pairs.map(({ postId, userId }) => `${postId} ${userId}`))
  return given.map(({ actor, input: { postId }, ref }) => {
    if (!sees(actor.id, postId)) return undefined
    if (!written.has(`${postId} ${actor.id}`)) return false
    gather(counted, { postId, likes: liked ? 1 : -1 })
    publish(`user:${actor.id}`, 'like.set', { postId, liked, ref })
    return true
  })
}
