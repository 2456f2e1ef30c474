// Topics of posts: who may subscribe, and their snapshots.
import type { Hubbub } from '#features/define-server.ts'
import type { ServerRules } from '#live/server/define.ts'
import { visiblePosts } from './policy.ts'
import { readPost } from './post-query.ts'
import type { posts } from './protocol.ts'
import { readFeed } from './queries.ts'

export const topics: ServerRules<typeof posts, Hubbub>['topics'] = {
  feed: {
    mayFollow: () => true,
    presence: true,
    snapshot: ({ db }) => readFeed(db),
  },
  post: {
    mayFollow: ({ db, reader, ids }) => visiblePosts(db, reader?.id ?? null, ids),
    endsWith: 'post.deleted',
    mayType: () => true,
    presence: { also: 'feed' },
    async snapshot({ db, id }) {
      const post = await readPost(db, id)
      return post && { post }
    },
  },
}
