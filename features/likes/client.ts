// Browser side of likes: whether the viewer likes a post. The number of likes belongs to the post's own events.
import { partFor } from '#features/define-client.ts'
import { Marks } from '#features/posts/client.ts'
import type { likes } from './protocol.ts'

/** The optimistic state stays until its event, because the counts in the store may be older. */
const like = {
  subject: ({ postId }: { postId: string }) => postId,
  keys: ({ postId }: { postId: string }) => [`liked:${postId}`],
  awaits: ({ changed }: { changed: boolean }) => changed,
  endedBy: {
    'like.set': (data: { ref: string | null }, _: object, { ref }: { ref: string }) =>
      data.ref === ref,
  },
}

export const likesClient = partFor<typeof likes>('likes')({
  part: (kit) => new Marks(kit, 'liked'),
  reduce: {
    'like.set': (state, { postId, liked }) => state.set(postId, liked),
    'post.deleted': (state, { postId }) => state.delete(postId),
  },
  restore: {
    own: (state, { liked }, together) => {
      const posts = [
        ...together.of('feed').flatMap((page) => page.posts),
        ...together.of('post').map(({ post }) => post),
      ]
      state.restore(
        liked,
        posts.map(({ id }) => id),
      )
    },
  },
  release: { feed: (state) => state.tidy(), post: (state) => state.tidy() },
  refused: { post: (state, id) => state.delete(id) },
  commands: { like, unlike: like },
})
