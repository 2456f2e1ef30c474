// Events of posts: whose words each carries, and which become void with those.
import type { Rules } from '#features/define-server.ts'
import type { posts } from './protocol.ts'

export const events: Rules<typeof posts>['events'] = {
  'post.created': { subject: ({ post }) => post.id },
  'post.edited': { subject: ({ post }) => post.id },
  'post.deleted': { forgets: ({ postId }) => ({ subject: postId, topic: `post:${postId}` }) },
}
