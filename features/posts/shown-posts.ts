// Posts as shown: the store's state with the viewer's pending commands over it.
import type { LiveState } from '#live/client/live.ts'
import type { Pending } from '#live/client/pending.ts'
import { sameItems, samePlace } from '#live/client/same.ts'
import type { Author } from '#platform/author.ts'
import { postsClient } from './client.ts'
import type { ListKey } from './lists-store.ts'
import type { PostView } from './protocol.ts'

export type FeedPost = PostView & { pending?: Pending }

export interface ShownPost {
  post: PostView
  deleted: boolean
}

export interface ShownFeed {
  posts: FeedPost[]
  waiting: number
  next: string | null
}

type Changes = Pick<LiveState, 'pending'>

/** The post as it is now; `given` until the store has it. */
export function shownPost(live: LiveState<Author>, given: PostView): ShownPost {
  const post = live.stateOf(postsClient).get(given.id) ?? given
  return { post, deleted: live.store.deleted.has(given.id) || deletedPosts(live).has(given.id) }
}

/** The viewer's unconfirmed posts, then the list's, newest first. */
export function shownFeed(live: LiveState<Author>, key: ListKey, given: ShownFeed): ShownFeed {
  const { viewer, deleted } = live.store
  const posts = live.stateOf(postsClient)
  const own = key === 'feed' || key === `by:${viewer?.id}` ? ownPosts(live, viewer) : []
  const list = posts.lists.get(key)
  const hidden = deletedPosts(live)
  const listed = list
    ? [...list.shown]
        .toSorted()
        .toReversed()
        .flatMap((id) => posts.get(id) ?? [])
    : given.posts.filter((post) => !deleted.has(post.id))
  return {
    posts: [...own, ...listed.filter((post) => !hidden.has(post.id))],
    waiting: list?.waiting.size ?? 0,
    next: list ? list.next : given.next,
  }
}

/** The viewer's unconfirmed posts, newest first. */
export function ownPosts({ pending: changes }: Changes, author: Author | null): FeedPost[] {
  if (!author) return []
  const posts: FeedPost[] = []
  for (const { command, at, pending, landed } of changes.of(postsClient)) {
    if (command.type !== 'post' || landed) continue
    posts.unshift({
      id: `ref:${command.ref}`,
      author,
      body: command.body,
      at,
      editedAt: null,
      likes: 0,
      comments: 0,
      coauthors: [],
      pending,
    })
  }
  return posts
}

/** The ids of posts that their author has just deleted. */
export function deletedPosts({ pending }: Changes): Set<string> {
  const ids = new Set<string>()
  for (const { command } of pending.of(postsClient)) {
    if (command.type === 'deletePost') ids.add(command.postId)
  }
  return ids
}

export function sameShown(a: ShownPost, b: ShownPost): boolean {
  return a.post === b.post && a.deleted === b.deleted
}

/** Two lists are the same when they have the same posts: each post's component watches its content. */
export function sameFeed(a: ShownFeed, b: ShownFeed): boolean {
  return a.waiting === b.waiting && a.next === b.next && sameItems(a.posts, b.posts, samePlace)
}
