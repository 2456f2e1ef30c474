'use client'
// What components know of posts. Every hook shows the page's own values until hydration.
import { useCallback, useLayoutEffect, useMemo } from 'react'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import type { Author } from '#platform/author.ts'
import { postsClient } from './client.ts'
import type { ListKey } from './lists-store.ts'
import type { PostPage, PostView } from './protocol.ts'
import { sameFeed, sameShown, shownFeed, shownPost } from './shown-posts.ts'
import type { FeedPost, ShownFeed, ShownPost } from './shown-posts.ts'

/** The post as it is now, or deleted, as its author has just wished. */
export function usePost(post: PostView): ShownPost {
  const reading = useMemo<Reading<ShownPost, Author>>(
    () => ({
      keys: [`post:${post.id}`],
      compute: (live) => shownPost(live, post),
      same: sameShown,
      given: { post, deleted: false },
    }),
    [post],
  )
  return useReading(reading)
}

/**
 * The feed, or with `author` one person's posts: what to show, how many new ones wait to be revealed,
 * and the `before` of the page that follows.
 */
export function useFeed(
  page: PostPage,
  { author }: { author?: string } = {},
): {
  posts: FeedPost[]
  waiting: number
  next: string | null
  reveal(): void
  append(page: PostPage): void
} {
  const live = useLive()
  const key: ListKey = author === undefined ? 'feed' : `by:${author}`
  useLayoutEffect(() => {
    const state = live.stateOf(postsClient)
    const release = state.retainList(key)
    state.restore(page.posts.filter((post) => !state.get(post.id)))
    state.lists.open(key, page)
    return release
  }, [live, key, page])
  const reading = useMemo<Reading<ShownFeed, Author>>(() => {
    const given = { posts: page.posts, waiting: 0, next: page.next }
    return {
      keys: [`list:${key}`, 'pending:posts', 'viewer'],
      compute: (from) => shownFeed(from, key, given),
      same: sameFeed,
      given,
    }
  }, [page, key])
  const { posts, waiting, next } = useReading(reading)
  const reveal = useCallback(() => live.stateOf(postsClient).lists.reveal(key), [live, key])
  const append = useCallback(
    (more: PostPage) => live.stateOf(postsClient).lists.append(key, more),
    [live, key],
  )
  return { posts, waiting, next, reveal, append }
}

/** Shows what waits in the feed. */
export function useRevealFeed(): () => void {
  const live = useLive()
  return useCallback(() => live.stateOf(postsClient).lists.reveal('feed'), [live])
}
