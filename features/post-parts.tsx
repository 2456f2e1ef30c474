// The parts of all features that add one to posts, in the order of the row below a post.
'use client'
import type { ReactNode } from 'react'
import { bookmarksPart } from './bookmarks/post-part.ts'
import { likesPart } from './likes/post-part.ts'
import { PostPartsProvider } from './posts/use-post-parts.tsx'

const parts = [likesPart, bookmarksPart]

/** Around whatever shows posts. */
export function WithPostParts({ children }: { children: ReactNode }) {
  return <PostPartsProvider parts={parts}>{children}</PostPartsProvider>
}
