'use client'
// Hooks for posts. Until hydration they return the page's own values.
import { useCallback, useLayoutEffect, useMemo } from 'react'
import type { Live } from '#live/client/live.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { useTopics } from '#live/react/use-topics.ts'
import type { Author } from '#platform/author.ts'
import { postsClient } from './client.ts'
import type { ListKey } from './lists-store.ts'
import { usePostParts } from './use-post-parts.tsx'
import type { PostPart } from './use-post-parts.tsx'
import type { PostMarks, PostPage, PostView } from './protocol.ts'
import { sameFeed, sameShown, shownFeed, shownPost } from './shown-posts.ts'
import type { FeedPost, ShownFeed, ShownPost } from './shown-posts.ts'

/** The post as it is now, with its author's pending deletion. */
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

/** The posts of a page, its cursor, and the viewer's marks on them. */
interface PostsPage {
  cursor: string
  posts: readonly PostView[]
  marks: PostMarks
}

/** Adds a page's posts to the live state and subscribes to its topics while mounted. Call once a page. */
export function usePostsPage(page: PostsPage & { topics: readonly string[] }): void {
  const live = useLive()
  const parts = usePostParts()
  useLayoutEffect(() => seed(live, parts, page), [live, parts, page])
  useTopics(page.topics, page.cursor)
}

/** Adds further posts, and catches up on their events since their cursor. */
export function useMorePosts(): (page: PostsPage) => void {
  const live = useLive()
  const parts = usePostParts()
  return useCallback(
    (more) => {
      seed(live, parts, more)
      live.catchUp('feed', more.cursor)
    },
    [live, parts],
  )
}

function seed(live: Live, parts: readonly PostPart[], { posts, marks }: PostsPage): void {
  live.stateOf(postsClient).seed(posts)
  const ids = posts.map(({ id }) => id)
  for (const part of parts) {
    const marked = marks[part.name]
    // Nothing is said of a viewer who is not signed in.
    if (marked) part.seed(live, ids, marked)
  }
}

/**
 * The feed, or with `author` one person's posts: the posts to show, how many new ones wait,
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

/** Shows the waiting posts of the feed. */
export function useRevealFeed(): () => void {
  const live = useLive()
  return useCallback(() => live.stateOf(postsClient).lists.reveal('feed'), [live])
}
