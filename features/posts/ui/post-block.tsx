// A block of a list of posts, which renders by itself.
'use client'
import type { FeedPost } from '../shown-posts.ts'
import { PendingPost } from './pending-post.tsx'
import { PostCard } from './post-card.tsx'

export function PostBlock({
  posts,
  back,
}: {
  posts: readonly FeedPost[]
  /** The page's own URL. */
  back: string
}) {
  return posts.map((post) =>
    post.pending ? (
      <PendingPost key={post.id} post={post} pending={post.pending} />
    ) : (
      <PostCard key={post.id} post={post} back={back} />
    ),
  )
}
