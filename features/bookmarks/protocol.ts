// Bookmarks: a person's own list of posts. As with likes, a state and not an event: twice is once.
import { z } from 'zod'
import { posts } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { id } from '#platform/id.ts'

/** `changed` is false when it already was so: then no event follows. */
const result = <const B extends boolean>(bookmarked: B) =>
  z.object({ postId: z.string(), bookmarked: z.literal(bookmarked), changed: z.boolean() })

export const bookmarks = defineFeature({
  name: 'bookmarks',
  uses: [posts],
  commands: {
    bookmark: { input: z.object({ postId: id }), result: result(true) },
    unbookmark: { input: z.object({ postId: id }), result: result(false) },
  },
  events: {
    /**
     * `at`: when it was bookmarked, which is its place in the list; null when it is no longer. `ref` is that of the
     * command that set it, so that the tab which sent it knows its own.
     */
    'bookmark.set': {
      on: ['user'],
      data: z.object({
        postId: z.string(),
        bookmarked: z.boolean(),
        at: z.string().nullable(),
        ref: z.string().nullable(),
      }),
    },
  },
  /** Of the posts at hand, those that the reader has bookmarked. */
  own: z.object({ bookmarked: z.array(z.string()) }),
})
