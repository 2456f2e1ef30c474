// What components show: the store with the author's pending changes laid over it.
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'
import type { Viewer } from '#platform/author.ts'
import type { Live } from './live.ts'
import type { FeedPost, ShownComment } from './pending.ts'
import type { ListKey } from '#features/posts/lists-store.ts'

export interface ShownPost {
  post: PostView
  liked: boolean
  deleted: boolean
}

export interface ShownFeed {
  posts: FeedPost[]
  waiting: number
  next: string | null
}

/** The post as it is now; `given` until the store knows it. */
export function shownPost({ store, pending }: Live, given: PostView, liked: boolean): ShownPost {
  const post = store.posts.get(given.id) ?? given
  const shown = pending.overPost(post, store.liked.get(given.id) ?? liked)
  return store.deleted.has(given.id) ? { ...shown, deleted: true } : shown
}

/** Own unconfirmed posts, then what the list shows, newest first. */
export function shownFeed({ store, pending }: Live, key: ListKey, given: ShownFeed): ShownFeed {
  const own = key === 'feed' || key === `by:${store.viewer?.id}` ? pending.posts(store.viewer) : []
  const list = store.lists.get(key)
  const hidden = pending.deleted()
  const listed = list
    ? [...list.shown]
        .toSorted()
        .toReversed()
        .flatMap((id) => store.posts.get(id) ?? [])
    : given.posts.filter((post) => !store.deleted.has(post.id))
  return {
    posts: [...own, ...listed.filter((post) => !hidden.has(post.id))],
    waiting: list?.waiting.size ?? 0,
    next: list ? list.next : given.next,
  }
}

/** A post's comments, oldest first, and own unconfirmed ones below. */
export function shownComments(
  { store, pending }: Live,
  postId: string,
  given: CommentView[],
): ShownComment[] {
  const known = store.comments.knows(postId)
    ? store.comments.shown(postId, store.viewer?.id ?? null)
    : given.filter((comment) => !store.deleted.has(comment.id))
  const hidden = pending.deleted()
  const own = pending.comments(postId, store.viewer)
  return [...known.filter((comment) => !hidden.has(comment.id)), ...own]
}

export function shownViewer({ store, pending }: Live): Viewer {
  return store.viewer && pending.overProfile(store.viewer)
}

export function shownProfile({ store, pending }: Live, given: ProfileView): ProfileView {
  const profile = store.profiles.get(given.id) ?? given
  return profile.id === store.viewer?.id ? pending.overProfile(profile) : profile
}

export function samePost(a: ShownPost, b: ShownPost): boolean {
  return a.post === b.post && a.liked === b.liked && a.deleted === b.deleted
}

/** A list is the same while it has the same posts: what is in each is its own component's matter. */
export function sameFeed(a: ShownFeed, b: ShownFeed): boolean {
  return a.waiting === b.waiting && a.next === b.next && sameItems(a.posts, b.posts, samePlace)
}

export function sameComments(a: readonly ShownComment[], b: readonly ShownComment[]): boolean {
  return sameItems(a, b, (x, y) => x === y || (samePlace(x, y) && x.pending !== undefined))
}

/** Whether two flat objects hold the same. */
export function sameFields(a: object | null, b: object | null): boolean {
  if (a === null || b === null) return a === b
  const fields = Object.entries(a)
  const others = new Map<string, unknown>(Object.entries(b))
  return fields.length === others.size && fields.every(([key, value]) => others.get(key) === value)
}

function samePlace(a: FeedPost | ShownComment, b: FeedPost | ShownComment): boolean {
  return a.id === b.id && a.pending === b.pending
}

function sameItems<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T))
}
