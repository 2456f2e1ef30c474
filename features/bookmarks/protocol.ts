// Bookmarks on the wire: a person's private list of posts. The commands are idempotent, like those of likes.
import { z } from 'zod'
import { posts } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { id } from '#platform/id.ts'

/** `changed` is false when nothing changed: then no event follows. */
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
     * `at`: when it was bookmarked, which is its place in the list; null when removed. `ref` is that of the command
     * that set it, so that the sending tab recognises its own event.
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
  /** The viewer's bookmarks among the posts of the request. */
  own: z.object({ bookmarked: z.array(z.string()) }),
})
