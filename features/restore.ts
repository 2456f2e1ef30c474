// After a reset: takes the server's snapshots as the truth in place of a history that is lost.
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { OwnState, Snapshot } from './protocol.ts'
import type { Store } from './store.ts'

/** Puts snapshots, by topic, in place of what the store holds. */
export function restore(store: Store, { snapshots }: SnapshotResponse): void {
  const shown = new Set<string>()
  for (const [topic, snapshot] of Object.entries(snapshots as Record<string, Snapshot>)) {
    if ('posts' in snapshot) {
      store.restorePosts(snapshot.posts)
      store.lists.restore('feed', snapshot)
      for (const post of snapshot.posts) shown.add(post.id)
    } else if ('post' in snapshot) {
      store.restorePosts([snapshot.post])
      store.comments.restore(topic.slice('post:'.length), snapshot)
      shown.add(snapshot.post.id)
    } else if ('messages' in snapshot) {
      store.talks.restore(topic.slice(topic.indexOf(':') + 1), snapshot)
    }
  }
  for (const snapshot of Object.values(snapshots as Record<string, Snapshot>)) {
    if (!('liked' in snapshot)) continue
    restoreLikes(store, snapshot, shown)
    if (snapshot.invitations) store.invitations.restore(snapshot.invitations)
    const isLost = (id: string | undefined) => `room:${id}` in snapshots
    if (snapshot.rooms) {
      store.rooms.restore(
        snapshot.rooms,
        ({ id, conversation }) => !isLost(id) && !isLost(conversation?.inboxId),
      )
    }
  }
}

/** Own likes are told of the posts in the same snapshot; without any, of the newest liked ones. */
function restoreLikes(store: Store, { liked }: OwnState, shown: ReadonlySet<string>): void {
  const likes = new Set(liked)
  for (const id of shown) store.setLiked(id, likes.has(id))
  for (const id of likes) store.setLiked(id, true)
  if (shown.size > 0) return
  const oldest = liked.at(-1) ?? ''
  for (const id of store.liked.keys()) if (id >= oldest) store.setLiked(id, likes.has(id))
}
