// Comments on the wire: views, commands, events and pages.
import { z } from 'zod'
import { posts } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { author } from '#platform/author.ts'
import { id } from '#platform/id.ts'
import { text } from '#platform/text/fields.ts'
import { commentLimits } from './limits.ts'

export const commentView = z.object({
  id: z.string(),
  postId: z.string(),
  author,
  body: z.string(),
  at: z.string(),
  editedAt: z.string().nullable(),
})
export type CommentView = z.infer<typeof commentView>

/** A page of comments, oldest first. `next` is the `after` of the page that follows, null at the end. */
const commentPage = z.object({ comments: z.array(commentView), next: z.string().nullable() })
export type CommentPage = z.infer<typeof commentPage>

const one = z.object({ comment: commentView })
const gone = z.object({ postId: z.string(), commentId: z.string() })

export const comments = defineFeature({
  name: 'comments',
  uses: [posts],
  commands: {
    comment: { input: z.object({ postId: id, body: text(commentLimits.body) }), result: one },
    deleteComment: { input: z.object({ commentId: id }), result: gone },
  },
  events: {
    'comment.created': { on: ['post'], data: one },
    'comment.edited': { on: ['post'], data: one },
    'comment.deleted': { on: ['post'], data: gone },
  },
  adds: { post: commentPage },
})

/** `GET /api/comments` */
export const commentsAnswer = z.object({
  comments: z.array(commentView),
  next: z.string().nullable(),
  cursor: z.string(),
})
export type CommentsAnswer = z.infer<typeof commentsAnswer>
