// The part that likes add to every post.
import type { PostPart } from '#features/posts/use-post-parts.tsx'
import { likesClient } from './client.ts'
import { LikeButton } from './ui/like-button.tsx'

export const likesPart: PostPart = {
  name: 'likes',
  Action: LikeButton,
  seed: (live, postIds, liked) => live.stateOf(likesClient).seed(postIds, liked),
}
