// The viewer's likes among the posts of the same request.
import type { Hubbub } from '#features/define-server.ts'
import type { ServerRules } from '#live/server/define.ts'
import type { likes } from './protocol.ts'
import { readLiked, readNewestLikes } from './queries.ts'

export const own: ServerRules<typeof likes, Hubbub>['own'] = async ({ db, reader, shown }) => {
  const { feed = [], post = [] } = shown
  const shownPosts = [...feed.flatMap(({ posts }) => posts), ...post.map((each) => each.post)]
  const ids = shownPosts.map(({ id }) => id)
  const liked =
    ids.length > 0 ? await readLiked(db, reader.id, ids) : await readNewestLikes(db, reader.id)
  return { liked }
}
