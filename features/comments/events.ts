// Events of comments: whose words each carries, and which become void with those.
import type { Rules } from '#features/define-server.ts'
import type { comments } from './protocol.ts'

export const events: Rules<typeof comments>['events'] = {
  'comment.created': { subject: ({ comment }) => comment.id },
  'comment.edited': { subject: ({ comment }) => comment.id },
  'comment.deleted': { forgets: ({ commentId }) => ({ subject: commentId }) },
}
