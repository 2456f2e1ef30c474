'use client'
// Hooks for likes. Until hydration they return the page's own values.
import { useMemo } from 'react'
import { sameFields } from '#live/client/same.ts'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { shownLikes } from './shown-likes.ts'
import type { ShownLikes } from './shown-likes.ts'

/** A post's number of likes and whether the viewer likes it, with their last pending command over both. */
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
