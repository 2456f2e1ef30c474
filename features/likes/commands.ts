// like and unlike: a state, not an event. Twice is once.
import type { CommandResult } from '#features/protocol.ts'
import { Refusal } from '#platform/errors.ts'
import type { Statements } from '#platform/postgres/direct.ts'
import { visiblePosts } from '#features/policy.ts'
import type { Change, ExecuteDirectly, Intent } from '#live/server/commands/change.ts'

type Pair = { postId: string; userId: string }
type LikeIntent = Intent<'like'> | Intent<'unlike'>

export const like: ExecuteDirectly<'like'> = async (tx, intents, change) => {
  const changed = await setLikes(
    tx,
    intents,
    change,
    true,
    (postIds, userIds) =>
      tx.$queryRaw<Pair[]>`
      INSERT INTO likes ("postId", "userId")
      SELECT * FROM unnest(${postIds}::uuid[], ${userIds}::uuid[]) ON CONFLICT DO NOTHING
      RETURNING "postId"::text, "userId"::text`,
  )
  return intents.map(({ command: { postId } }, index): CommandResult['like'] | Refusal => {
    const state = changed[index]
    return state === undefined ? noSuchPost() : { postId, liked: true, changed: state }
  })
}

export const unlike: ExecuteDirectly<'unlike'> = async (tx, intents, change) => {
  const changed = await setLikes(
    tx,
    intents,
    change,
    false,
    (postIds, userIds) =>
      tx.$queryRaw<Pair[]>`
      DELETE FROM likes USING unnest(${postIds}::uuid[], ${userIds}::uuid[]) AS gone(post, liker)
      WHERE "postId" = gone.post AND "userId" = gone.liker
      RETURNING "postId"::text, "userId"::text`,
  )
  return intents.map(({ command: { postId } }, index): CommandResult['unlike'] | Refusal => {
    const state = changed[index]
    return state === undefined ? noSuchPost() : { postId, liked: false, changed: state }
  })
}

export function noSuchPost(): Refusal {
  return new Refusal('not_found', 'This post is no longer here.')
}

/** Whether each intent changed something; undefined where its post cannot be seen. */
async function setLikes(
  tx: Statements,
  intents: readonly LikeIntent[],
  change: Change,
  liked: boolean,
  write: (postIds: string[], userIds: string[]) => Promise<Pair[]>,
): Promise<(boolean | undefined)[]> {
  const asked = intents.map(({ command }) => command.postId)
  const visible = await visiblePosts(tx, null, asked)
  const seen = intents.filter(({ command }) => visible.has(command.postId))
  const pairs = await write(
    seen.map(({ command }) => command.postId),
    seen.map(({ actor }) => actor.id),
  )
  const written = new Set(pairs.map(({ postId, userId }) => `${postId} ${userId}`))
  return intents.map(({ actor, command: { postId, ref } }) => {
    if (!visible.has(postId)) return undefined
    if (!written.has(`${postId} ${actor.id}`)) return false
    change.count(postId, { likes: liked ? 1 : -1 })
    change.events.push({
      topic: `user:${actor.id}`,
      type: 'like.set',
      data: { postId, liked, ref },
    })
    return true
  })
}
