// Reads the post of a URL, once for its metadata and its page.
import { cache } from 'react'
import { readPost } from '#features/posts/post-query.ts'
import { site } from '#server/site.ts'

/** The post, and the log's cursor from before it was read. */
export const readAt = cache(async (id: string) => {
  const { cursor, value } = await site().shared.get(`post ${id}`, () => readPost(site().db, id))
  return { cursor, post: value }
})
