// Comments as the server shows them.
import { z } from 'zod'
import { author } from '#platform/author.ts'

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
export type CommentPage = { comments: CommentView[]; next: string | null }

/** `GET /api/comments` */
export const commentsAnswer = z.object({
  comments: z.array(commentView),
  next: z.string().nullable(),
  cursor: z.string(),
})
export type CommentsAnswer = z.infer<typeof commentsAnswer>
