'use client'
// What components know of likes, and how pages of posts are laid under the live state with what their reader likes.
import { useCallback, useLayoutEffect, useMemo } from 'react'
import { postsClient } from '#features/posts/client.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { Live } from '#live/client/live.ts'
import { sameFields } from '#live/client/same.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { useTopics } from '#live/react/use-topics.ts'
import { likesClient } from './client.ts'
import { shownLikes } from './shown-likes.ts'
import type { ShownLikes } from './shown-likes.ts'

/** How many like a post and whether its reader does, with the last wish of theirs laid over it. */
export function useLikes(postId: string, likes: number, liked: boolean): ShownLikes {
  const reading = useMemo<Reading<ShownLikes>>(
    () => ({
      keys: [`liked:${postId}`],
      compute: (live) => shownLikes(live, postId, likes, liked),
      same: sameFields,
      given: { likes, liked },
    }),
    [postId, likes, liked],
  )
  return useReading(reading)
}

/** Posts that a page shows, and which of them its reader likes, at a cursor. */
interface PostsPage {
  cursor: string
  posts: readonly PostView[]
  liked: readonly string[]
}

/** Lays a page's posts under the live state and follows its topics while mounted. Call once a page. */
export function usePostsPage(page: PostsPage & { topics: readonly string[] }): void {
  const live = useLive()
  useLayoutEffect(() => seed(live, page), [live, page])
  useTopics(page.topics, page.cursor)
}

/** Lays further posts under it, caught up with what happened to them since their cursor. */
export function useMorePosts(): (page: PostsPage) => void {
  const live = useLive()
  return useCallback(
    (more) => {
      seed(live, more)
      live.catchUp('feed', more.cursor)
    },
    [live],
  )
}

function seed(live: Live, { posts, liked }: PostsPage): void {
  live.stateOf(postsClient).seed(posts)
  live.stateOf(likesClient).seed(
    posts.map(({ id }) => id),
    liked,
  )
}
