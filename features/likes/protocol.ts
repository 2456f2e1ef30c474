// Likes on the wire. The commands are idempotent: a like is a state of a viewer and a post.
import { z } from 'zod'
import { posts } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { id } from '#platform/id.ts'

/** `changed` is false when nothing changed: then no event follows. */
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
    /** `ref` is that of the command that set it, so that the sending tab recognises its own event. */
    'like.set': {
      on: ['user'],
      data: z.object({ postId: z.string(), liked: z.boolean(), ref: z.string().nullable() }),
    },
  },
  /** The viewer's likes among the posts of the request. */
  own: z.object({ liked: z.array(z.string()) }),
})
