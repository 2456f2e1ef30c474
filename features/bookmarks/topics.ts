// The viewer's bookmarks among the posts of the same request.
import type { Rules } from '#features/define-server.ts'
import type { bookmarks } from './protocol.ts'
import { readBookmarked, readNewestBookmarked } from './queries.ts'

export const own: Rules<typeof bookmarks>['own'] = async ({ db, reader, shown }) => {
  const { feed = [], post = [] } = shown
  const shownPosts = [...feed.flatMap(({ posts }) => posts), ...post.map((each) => each.post)]
  const ids = shownPosts.map(({ id }) => id)
  const bookmarked =
    ids.length > 0
      ? await readBookmarked(db, reader.id, ids)
      : await readNewestBookmarked(db, reader.id)
  return { bookmarked }
}
