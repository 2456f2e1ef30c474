// The part that bookmarks add to every post.
import type { PostPart } from '#features/posts/use-post-parts.tsx'
import { bookmarksClient } from './client.ts'
import { BookmarkButton } from './ui/bookmark-button.tsx'

export const bookmarksPart: PostPart = {
  name: 'bookmarks',
  Action: BookmarkButton,
  seed: (live, postIds, bookmarked) => live.stateOf(bookmarksClient).seed(postIds, bookmarked),
}
