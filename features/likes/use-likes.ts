'use client'
// What components know of likes. The hook shows the page's own values until hydration.
import { useMemo } from 'react'
import { sameFields } from '#live/client/same.ts'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
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
