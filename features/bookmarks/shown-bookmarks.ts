// Bookmarks as shown: the store's state with the viewer's pending commands over it.
import type { PostView } from '#features/posts/protocol.ts'
import type { LiveState } from '#live/client/live.ts'
import { bookmarksClient } from './client.ts'

/** `given`: whether it was when the page was rendered. */
export function isBookmarked(live: LiveState, postId: string, given: boolean): boolean {
  let wanted = live.stateOf(bookmarksClient).get(postId) ?? given
  for (const { command, pending } of live.pending.of(bookmarksClient)) {
    if (command.postId !== postId || pending.state === 'failed') continue
    wanted = command.type === 'bookmark'
  }
  return wanted
}

/** Those of a page of bookmarked posts that are still bookmarked. */
export function stillBookmarked(live: LiveState, posts: readonly PostView[]): PostView[] {
  const { deleted } = live.store
  return posts.filter(({ id }) => !deleted.has(id) && isBookmarked(live, id, true))
}
