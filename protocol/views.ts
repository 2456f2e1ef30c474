// What the server shows of its rows: the same shapes in pages, snapshots, events and answers.
// No view says what depends on the reader (liked by me): that is in OwnState.
import { z } from 'zod'

export const author = z.object({
  id: z.string(),
  /** Empty for somebody outside, who has no account. */
  handle: z.string(),
  name: z.string(),
  /** Path of an uploaded picture, or null: then one is drawn from the handle. */
  avatar: z.string().nullable(),
})
export type Author = z.infer<typeof author>

export const profileView = author.extend({ bio: z.string(), joinedAt: z.string() })
export type ProfileView = z.infer<typeof profileView>

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

export const commentView = z.object({
  id: z.string(),
  postId: z.string(),
  author,
  body: z.string(),
  at: z.string(),
  editedAt: z.string().nullable(),
})
export type CommentView = z.infer<typeof commentView>

/** A page of posts, newest first. `next` is the `before` of the page that follows, null at the end. */
export type PostPage = { posts: PostView[]; next: string | null }

/** A page of comments, oldest first. `next` is the `after` of the page that follows, null at the end. */
export type CommentPage = { comments: CommentView[]; next: string | null }

/** The person who reads, or null. */
export type Viewer = Author | null
