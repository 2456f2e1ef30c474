// Browser side of bookmarks: whether the viewer has bookmarked a post.
import { partFor } from '#features/define-client.ts'
import { Bookmarks, listKey } from './bookmarks-store.ts'
import type { bookmarks } from './protocol.ts'

/** The optimistic state stays until its event, so that an earlier event of another tab does not undo it for a moment. */
const bookmark = {
  subject: ({ postId }: { postId: string }) => postId,
  keys: ({ postId }: { postId: string }) => [`bookmarked:${postId}`, listKey],
  awaits: ({ changed }: { changed: boolean }) => changed,
  endedBy: {
    'bookmark.set': (data: { ref: string | null }, _: object, { ref }: { ref: string }) =>
      data.ref === ref,
  },
}

export const bookmarksClient = partFor<typeof bookmarks>('bookmarks')({
  part: (kit) => new Bookmarks(kit),
  reduce: {
    'bookmark.set': (state, { postId, bookmarked }) => state.take(postId, bookmarked),
    'post.deleted': (state, { postId }) => state.postDeleted(postId),
  },
  restore: {
    own: (state, own, together) => {
      // A node older than the page sends no bookmarks.
      const { bookmarked }: Partial<typeof own> = own
      if (!bookmarked) return
      const posts = [
        ...together.of('feed').flatMap((page) => page.posts),
        ...together.of('post').map(({ post }) => post),
      ]
      state.restore(
        bookmarked,
        posts.map(({ id }) => id),
      )
    },
  },
  // Where nothing changed on the server no event follows, so the acknowledgement updates the store.
  confirm: {
    bookmark: (state, { postId }) => state.set(postId, true),
    unbookmark: (state, { postId }) => state.set(postId, false),
  },
  release: { feed: (state) => state.tidy(), post: (state) => state.tidy() },
  refused: { post: (state, id) => state.delete(id) },
  commands: { bookmark, unbookmark: bookmark },
})
