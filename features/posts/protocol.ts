// Posts on the wire: the same shapes in pages, snapshots, events and answers. No view depends on its viewer (liked by
// me): that is the viewer's own state.
import { z } from 'zod'
import { profiles } from '#features/profiles/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { author } from '#platform/author.ts'
import { id } from '#platform/id.ts'
import { text } from '#platform/text/fields.ts'
import { postLimits } from './limits.ts'

export const postView = z.object({
  id: z.string(),
  author,
  body: z.string(),
  /** ISO-8601 */
  at: z.string(),
  editedAt: z.string().nullable(),
  likes: z.number(),
  comments: z.number(),
  /** The authors of its draft, beside `author`. */
  coauthors: z.array(author),
})
export type PostView = z.infer<typeof postView>

/** A page of posts, newest first. `next` is the `before` of the page that follows, null at the end. */
const postPage = z.object({ posts: z.array(postView), next: z.string().nullable() })
export type PostPage = z.infer<typeof postPage>

const one = z.object({ post: postView })
const gone = z.object({ postId: z.string() })

export const posts = defineFeature({
  name: 'posts',
  uses: [profiles],
  commands: {
    post: { input: z.object({ body: text(postLimits.body) }), result: one },
    deletePost: { input: z.object({ postId: id }), result: gone },
  },
  events: {
    'post.created': { on: ['feed'], data: one },
    'post.edited': { on: ['feed', 'post'], data: one },
    'post.deleted': { on: ['feed', 'post'], data: gone },
    /** Absolute, never increments: a newer one replaces an older one. */
    'post.counts': {
      on: ['feed', 'post'],
      data: z.object({ postId: z.string(), likes: z.number(), comments: z.number() }),
      latest: 'postId',
    },
  },
  topics: {
    feed: { snapshot: postPage, carries: ['profile.edited'] },
    post: { id, snapshot: one, carries: ['profile.edited'] },
  },
})

/** By a feature's name, the ids of posts that the viewer has marked with it (liked, bookmarked). */
const postMarks = z.record(z.string(), z.array(z.string()).readonly())
export type PostMarks = Readonly<z.infer<typeof postMarks>>

/** `GET /api/feed` */
export const postsAnswer = postPage.extend({ marks: postMarks.default({}), cursor: z.string() })
export type PostsAnswer = z.infer<typeof postsAnswer>
