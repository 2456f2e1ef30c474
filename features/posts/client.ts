// Browser side of posts: how commands, events and snapshots change the store.
import { partFor } from '#features/define-client.ts'
import { authorOf } from '#features/profiles/client.ts'
import { asWritten } from '#platform/text/words.ts'
import { Posts } from './posts-store.ts'
import type { posts } from './protocol.ts'

// For features that mark posts.
export { Marks } from './marks-store.ts'

export const postsClient = partFor<typeof posts>('posts')({
  part: (kit) => new Posts(kit),
  reduce: {
    'post.created': (state, { post }) => state.add(post),
    'post.edited': (state, { post }) => state.edit(post),
    'post.deleted': (state, { postId }) => state.delete(postId),
    'post.counts': (state, { postId, likes, comments }) => state.count(postId, likes, comments),
    'profile.edited': (state, { profile }) => state.editAuthor(authorOf(profile)),
  },
  restore: {
    feed: (state, page) => {
      state.restore(page.posts)
      state.lists.restore('feed', page)
    },
    post: (state, { post }) => state.restore([post]),
  },
  confirm: { post: 'post.created', deletePost: 'post.deleted' },
  release: { feed: (state) => state.tidy(), post: (state) => state.tidy() },
  refused: { post: (state, id) => state.delete(id) },
  commands: {
    post: {
      keys: () => ['pending:posts'],
      keepsWords: true,
      landedBy: {
        'post.created': ({ post }, { body }, viewerId) =>
          post.author.id === viewerId && post.body === asWritten(body),
      },
    },
    deletePost: {
      subject: ({ postId }) => postId,
      endsAll: true,
      keys: ({ postId }) => [`post:${postId}`, 'pending:posts'],
    },
  },
})
