// Likes as shown: a post's count and the viewer's own like, with the viewer's last pending command over both.
import type { LiveState } from '#live/client/live.ts'
import { likesClient } from './client.ts'

export interface ShownLikes {
  likes: number
  liked: boolean
}

/** `likes`: the count of the post; `given`: whether the viewer liked it when the page was rendered. */
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
