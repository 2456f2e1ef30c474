// What the server answers when a browser asks for more: checked where it arrives.
import { z } from 'zod'
import { publishedView } from './draft-channel.ts'
import { messageView } from './rooms.ts'
import { commentView, postView } from './views.ts'

const next = z.string().nullable()
const cursor = z.string()

/** `GET /api/feed` */
export const postsAnswer = z.object({
  posts: z.array(postView),
  next,
  liked: z.array(z.string()),
  cursor,
})
export type PostsAnswer = z.infer<typeof postsAnswer>

/** `GET /api/comments` */
export const commentsAnswer = z.object({ comments: z.array(commentView), next, cursor })
export type CommentsAnswer = z.infer<typeof commentsAnswer>

/** `GET /api/rooms/<id>/messages` and `GET /api/visits/<id>/messages` */
export const messagesAnswer = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
  cursor,
})
export type MessagesAnswer = z.infer<typeof messagesAnswer>

/** `POST /api/visits/<id>/messages` */
export const messageAnswer = z.object({ message: messageView })

/** `GET /api/drafts/<id>` */
export const draftAnswer = z.object({ text: z.string(), published: publishedView.nullable() })
