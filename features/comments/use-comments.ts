'use client'
// Hooks for the comments on a post.
import { useCallback, useLayoutEffect, useMemo } from 'react'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import type { Author } from '#platform/author.ts'
import { commentsClient } from './client.ts'
import type { CommentPage } from './protocol.ts'
import { sameComments, shownComments } from './shown-comments.ts'
import type { ShownComment } from './shown-comments.ts'

/** A post's comments, oldest first, with the viewer's unconfirmed ones last. */
export function useComments(
  postId: string,
  page: CommentPage,
): { comments: readonly ShownComment[]; append(page: CommentPage & { cursor: string }): void } {
  const live = useLive()
  useLayoutEffect(() => {
    const state = live.stateOf(commentsClient)
    state.seed(page.comments)
    state.open(postId, page)
  }, [live, postId, page])
  const reading = useMemo<Reading<readonly ShownComment[], Author>>(
    () => ({
      keys: [`comments:${postId}`, `pending:comments:${postId}`, 'pending:deletions', 'viewer'],
      compute: (from) => shownComments(from, postId, page.comments),
      same: sameComments,
      given: page.comments,
    }),
    [postId, page],
  )
  const comments = useReading(reading)
  const append = useCallback(
    (more: CommentPage & { cursor: string }) => {
      const state = live.stateOf(commentsClient)
      state.seed(more.comments)
      live.catchUp(`post:${postId}`, more.cursor)
      state.loaded(postId, more)
    },
    [live, postId],
  )
  return { comments, append }
}
