// Likes: a state of a reader and a post, not an event. Twice is once.
import { z } from 'zod'
import { posts } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { id } from '#platform/id.ts'

/** `changed` is false when it already was so: then no event follows. */
const result = <const L extends boolean>(liked: L) =>
  z.object({ postId: z.string(), liked: z.literal(liked), changed: z.boolean() })

export const likes = defineFeature({
  name: 'likes',
  uses: [posts],
  commands: {
    like: { input: z.object({ postId: id }), result: result(true) },
    unlike: { input: z.object({ postId: id }), result: result(false) },
  },
  events: {
    /** `ref` is that of the command that set it, so that the tab which sent it knows its own. */
    'like.set': {
      on: ['user'],
      data: z.object({ postId: z.string(), liked: z.boolean(), ref: z.string().nullable() }),
    },
  },
  /** Of the posts at hand, those that the reader likes. */
  own: z.object({ liked: z.array(z.string()) }),
})
