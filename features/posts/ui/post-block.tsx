// A part of a list of posts.
'use client'
import type { FeedPost } from '../shown-posts.ts'
import { PendingPost } from './pending-post.tsx'
import { PostCard } from './post-card.tsx'

export function PostBlock({
  posts,
  back,
}: {
  posts: readonly FeedPost[]
  /** The page's own address. */
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
