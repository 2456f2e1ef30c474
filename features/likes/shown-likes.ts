// How many like a post, and whether its reader does, as they last wished.
import type { LiveState } from '#live/client/live.ts'
import { likesClient } from './client.ts'

export interface ShownLikes {
  likes: number
  liked: boolean
}

/** `likes`: how many do, as the post says; `given`: whether its reader did when the page was rendered. */
export function shownLikes(
  live: LiveState,
  postId: string,
  likes: number,
  given: boolean,
): ShownLikes {
  const known = live.stateOf(likesClient).get(postId) ?? given
  let wanted = known
  for (const { command, pending } of live.pending.of(likesClient)) {
    if (command.postId !== postId || pending.state === 'failed') continue
    wanted = command.type === 'like'
  }
  return { likes: Math.max(0, likes + Number(wanted) - Number(known)), liked: wanted }
}
