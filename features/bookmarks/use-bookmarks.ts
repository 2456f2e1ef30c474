'use client'
// Hooks for bookmarks. Until hydration they return the page's own values.
import { useMemo } from 'react'
import type { PostView } from '#features/posts/protocol.ts'
import { sameItems } from '#live/client/same.ts'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { listKey } from './bookmarks-store.ts'
import { isBookmarked, stillBookmarked } from './shown-bookmarks.ts'

/** Whether a post is bookmarked; `given`: whether it was when the page was rendered. */
export function useBookmarked(postId: string, given: boolean): boolean {
  const reading = useMemo<Reading<boolean>>(
    () => ({
      keys: [`bookmarked:${postId}`],
      compute: (live) => isBookmarked(live, postId, given),
      same: Object.is,
      given,
    }),
    [postId, given],
  )
  return useReading(reading)
}

/** Those of a page of bookmarked posts that are still bookmarked. */
export function useStillBookmarked(posts: PostView[]): PostView[] {
  const reading = useMemo<Reading<PostView[]>>(
    () => ({
      keys: [listKey],
      compute: (live) => stillBookmarked(live, posts),
      same: sameItems,
      given: posts,
    }),
    [posts],
  )
  return useReading(reading)
}
