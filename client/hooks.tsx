'use client'
// What components know of the live state. Every hook shows the page's own values until hydration.
import { useCallback, useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import type { Answer } from '#protocol/messages.ts'
import type { Topic } from '#protocol/topics.ts'
import type { CommentPage, CommentView, PostPage, PostView, ProfileView, Viewer } from '#protocol/views.ts'
import { selector } from './changes.ts'
import type { CommandInput } from './command-input.ts'
import { initialState, sameState } from './connection-state.ts'
import type { ConnectionState } from './connection-state.ts'
import { useLive } from './live-provider.tsx'
import type { Live } from './live.ts'
import type { Notice } from './notices.ts'
import type { FeedPost, ShownComment } from './pending.ts'
import {
  sameComments,
  sameFeed,
  sameFields,
  samePost,
  shownComments,
  shownFeed,
  shownPost,
  shownProfile,
  shownViewer,
} from './shown.ts'
import type { ShownPost } from './shown.ts'
import type { ListKey } from './store-lists.ts'

export type { CommandInput } from './command-input.ts'
export type { LiveOptions } from './live.ts'
export { LiveProvider } from './live-provider.tsx'
export type { FeedPost, Pending, ShownComment } from './pending.ts'

/** A page's part of the state at a cursor. */
export interface PageSnapshot {
  cursor: string
  topics: Topic[]
  posts: PostView[]
  comments?: CommentView[]
  liked: string[]
}

const noNotices: readonly Notice[] = []

/** Reads the live state and renders again when what it shows is different. */
function useReading<T>(
  keys: readonly string[],
  compute: (live: Live) => T,
  same: (a: T, b: T) => boolean,
  given: T,
  inputs: readonly unknown[],
): T {
  const live = useLive()
  // oxlint-disable-next-line react/exhaustive-deps
  const source = useMemo(() => {
    const read = selector(live.changes, keys, () => compute(live), same, given)
    const subscribe = (listener: () => void): (() => void) => {
      const ends = keys.map((key) => live.changes.subscribe(key, listener))
      return () => ends.forEach((end) => end())
    }
    return { read, subscribe, given }
  }, [live, keys.join(' '), ...inputs])
  return useSyncExternalStore(source.subscribe, source.read, () => source.given)
}

/** How the live connection is doing. */
export function useConnection(): ConnectionState {
  return useReading(['connection'], (live) => live.connection.state, sameState, initialState, [])
}

/** Who reads, by the name that they have now. */
export function useViewer(): Viewer {
  const { store } = useLive()
  return useReading<Viewer>(['viewer'], shownViewer, sameFields, store.viewer, [store])
}

/** Lays a page's snapshot under the live state and follows its topics while mounted. Call once a page. */
export function useSnapshot(snapshot: PageSnapshot): void {
  const live = useLive()
  useLayoutEffect(() => live.seed(snapshot), [live, snapshot])
  useHeldTopics(snapshot.topics, snapshot.cursor)
}

/** Follows topics while mounted. */
export function useTopics(topics: Topic[]): void {
  useHeldTopics(topics, undefined)
}

function useHeldTopics(topics: readonly Topic[], cursor: string | undefined): void {
  const live = useLive()
  const names = topics.join()
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => live.hold(topics, cursor), [live, names, cursor])
}

/** The post as it is now, with its reader's pending changes laid over it. */
export function usePost(post: PostView, liked: boolean): ShownPost {
  const given = { post, liked, deleted: false }
  const compute = (live: Live): ShownPost => shownPost(live, post, liked)
  return useReading([`post:${post.id}`], compute, samePost, given, [post, liked])
}

/**
 * The feed, or with `author` one person's posts: what to show, how many new ones wait to be revealed,
 * and the `before` of the page that follows.
 */
export function useFeed(
  page: PostPage,
  { author }: { author?: string } = {},
): {
  posts: FeedPost[]
  waiting: number
  next: string | null
  reveal(): void
  append(page: PostPage & { liked: string[]; cursor: string }): void
} {
  const live = useLive()
  const key: ListKey = author === undefined ? 'feed' : `by:${author}`
  const given = { posts: page.posts, waiting: 0, next: page.next }
  useLayoutEffect(() => {
    const release = live.holdList(key)
    live.store.restorePosts(page.posts.filter((post) => !live.store.posts.has(post.id)))
    live.store.lists.open(key, page)
    return release
  }, [live, key, page])
  const keys = [`list:${key}`, 'pending:posts', 'viewer']
  const compute = (from: Live): typeof shown => shownFeed(from, key, given)
  const shown: ReturnType<typeof shownFeed> = useReading(keys, compute, sameFeed, given, [page, key])
  const reveal = useCallback(() => live.store.lists.reveal(key), [live, key])
  const append = useCallback(
    (more: PostPage & { liked: string[]; cursor: string }) => {
      live.append(more, more.cursor, 'feed')
      live.store.lists.append(key, more)
    },
    [live, key],
  )
  return { posts: shown.posts as FeedPost[], waiting: shown.waiting, next: shown.next, reveal, append }
}

/** A post's comments, oldest first; one's own unconfirmed ones below. */
export function useComments(
  postId: string,
  page: CommentPage,
): { comments: ShownComment[]; append(page: CommentPage & { cursor?: string }): void } {
  const live = useLive()
  useLayoutEffect(() => {
    for (const comment of page.comments) live.store.comments.add(comment)
    live.store.comments.open(postId, page)
  }, [live, postId, page])
  const keys = [`comments:${postId}`, `pending:comments:${postId}`, 'pending:deletions', 'viewer']
  const compute = (from: Live): readonly ShownComment[] => shownComments(from, postId, page.comments)
  const comments = useReading(keys, compute, sameComments, page.comments, [postId, page])
  const append = useCallback(
    (more: CommentPage & { cursor?: string }) => {
      live.append({ posts: [], comments: more.comments, liked: [] }, more.cursor, `post:${postId}`)
      live.store.comments.loaded(postId, more)
    },
    [live, postId],
  )
  return { comments: comments as ShownComment[], append }
}

/** Sends a command: shown at once, kept until acknowledged. Resolves with the answer. */
export function useDispatch(): (command: CommandInput) => Promise<Answer> {
  const live = useLive()
  return useCallback((command: CommandInput) => live.dispatch(command), [live])
}

/** Sentences about refused changes, each until dismissed. */
export function useNotices(): { notices: Notice[]; dismiss(id: string): void } {
  const live = useLive()
  const compute = (from: Live): readonly Notice[] => from.notices.list
  const notices = useReading(['notices'], compute, Object.is, noNotices, [])
  const dismiss = useCallback((id: string) => live.notices.dismiss(id), [live])
  return { notices: notices as Notice[], dismiss }
}

/** What to do with an own post or comment that was refused. */
export function useRetry(): { retry(ref: string): void; discard(ref: string): void } {
  const { commands } = useLive()
  return useMemo(
    () => ({
      retry: (ref: string) => commands.retry(ref),
      discard: (ref: string) => commands.discard(ref),
    }),
    [commands],
  )
}

/** A draft, kept over reloads under a key; set it to '' when it is sent. */
export function useDraft(key: string): [string, (text: string) => void] {
  const { drafts } = useLive()
  const compute = (live: Live): string => live.drafts.get(key)
  const text = useReading([`draft:${key}`], compute, Object.is, '', [key])
  const set = useCallback((next: string) => drafts.set(key, next), [drafts, key])
  return [text, set]
}

/** A profile as it is now. */
export function useProfile(profile: ProfileView): ProfileView {
  const live = useLive()
  useEffect(() => live.store.holdProfile(profile), [live, profile])
  const keys = [`profile:${profile.id}`, 'pending:profile']
  const compute = (from: Live): ProfileView => shownProfile(from, profile)
  return useReading(keys, compute, sameFields, profile, [profile])
}
