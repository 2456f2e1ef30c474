// Posts as the server shows them: the same shapes in pages, snapshots, events and answers.
// No view says what depends on the reader (liked by me): that is in OwnState.
import { z } from 'zod'
import { author } from '#platform/author.ts'

export const postView = z.object({
  id: z.string(),
  author,
  body: z.string(),
  /** ISO-8601 */
  at: z.string(),
  editedAt: z.string().nullable(),
  likes: z.number(),
  comments: z.number(),
  /** Who wrote it together with the author. */
  coauthors: z.array(author),
})
export type PostView = z.infer<typeof postView>

/** A page of posts, newest first. `next` is the `before` of the page that follows, null at the end. */
export type PostPage = { posts: PostView[]; next: string | null }

/** `GET /api/feed` */
export const postsAnswer = z.object({
  posts: z.array(postView),
  next: z.string().nullable(),
  liked: z.array(z.string()),
  cursor: z.string(),
})
export type PostsAnswer = z.infer<typeof postsAnswer>
