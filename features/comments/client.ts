// Browser side of comments: how commands, events and snapshots change the store.
import { partFor } from '#features/define-client.ts'
import { authorOf } from '#features/profiles/client.ts'
import { asWritten } from '#platform/text/words.ts'
import type { comments } from './protocol.ts'
import { Comments } from './comments-store.ts'

export const commentsClient = partFor<typeof comments>('comments')({
  part: (kit) => new Comments(kit),
  reduce: {
    'comment.created': (state, { comment }) => state.add(comment),
    'comment.edited': (state, { comment }) => state.edit(comment),
    'comment.deleted': (state, { postId, commentId }) => state.delete(postId, commentId),
    'post.deleted': (state, { postId }) => state.forget(postId),
    'profile.edited': (state, { profile }) => state.editAuthor(authorOf(profile)),
  },
  restore: { post: (state, page, postId) => state.restore(postId, page) },
  confirm: { comment: 'comment.created', deleteComment: 'comment.deleted' },
  release: { post: (state, id) => state.forget(id) },
  refused: { post: (state, id) => state.forget(id) },
  commands: {
    comment: {
      subject: ({ postId }) => postId,
      keys: ({ postId }) => [`pending:comments:${postId}`],
      keepsWords: true,
      landedBy: {
        'comment.created': ({ comment }, { postId, body }, viewerId) =>
          comment.author.id === viewerId &&
          comment.postId === postId &&
          comment.body === asWritten(body),
      },
    },
    deleteComment: {
      subject: ({ commentId }) => commentId,
      keys: () => ['pending:deletions'],
    },
  },
  said: { 'comment.created': ({ comment }) => comment.author.id },
})
