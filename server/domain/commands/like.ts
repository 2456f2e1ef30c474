// like and unlike: a state, not an event. Twice is once.
import type { CommandResult } from '#protocol/commands.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import { visiblePosts } from '../policy.ts'
import type { Change, Execute, Intent } from './change.ts'

type Pair = { postId: string; userId: string }
type LikeIntent = Intent<'like'> | Intent<'unlike'>

export const like: Execute<'like'> = async (tx, intents, change) => {
  const changed = await setLikes(tx, intents, change, true, async (pairs) =>
    tx.like.createManyAndReturn({
      data: pairs,
      skipDuplicates: true,
      select: { postId: true, userId: true },
    }),
  )
  return intents.map(({ command: { postId } }, index): CommandResult['like'] | Refusal => {
    const state = changed[index]
    return state === undefined ? noSuchPost() : { postId, liked: true, changed: state }
  })
}

export const unlike: Execute<'unlike'> = async (tx, intents, change) => {
  const changed = await setLikes(tx, intents, change, false, (pairs) => {
    const postIds = pairs.map((pair) => pair.postId)
    const userIds = pairs.map((pair) => pair.userId)
    return tx.$queryRaw<Pair[]>`
      DELETE FROM likes USING unnest(${postIds}::uuid[], ${userIds}::uuid[]) AS gone(post, liker)
      WHERE "postId" = gone.post AND "userId" = gone.liker
      RETURNING "postId"::text, "userId"::text`
  })
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
  tx: Transaction,
  intents: readonly LikeIntent[],
  change: Change,
  liked: boolean,
  write: (pairs: Pair[]) => Promise<Pair[]>,
): Promise<(boolean | undefined)[]> {
  const postIds = intents.map(({ command }) => command.postId)
  const visible = await visiblePosts(tx, null, postIds)
  const pairs = intents
    .filter(({ command }) => visible.has(command.postId))
    .map(({ actor, command }) => ({ postId: command.postId, userId: actor.id }))
  const written = new Set((await write(pairs)).map(({ postId, userId }) => `${postId} ${userId}`))
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
