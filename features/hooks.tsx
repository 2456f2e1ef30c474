'use client'
// What components know of the live state. Every hook shows the page's own values until hydration.
import { useCallback, useEffect, useLayoutEffect, useMemo } from 'react'
import type { Answer } from './protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'
import type { CommentPage, CommentView } from '#features/comments/protocol.ts'
import type { PostPage, PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'
import type { Viewer } from '#platform/author.ts'
import type { CommandInput } from './command-input.ts'
import { initialState, sameState } from '#live/client/connection-state.ts'
import type { ConnectionState } from '#live/client/connection-state.ts'
import { useLive } from './live-provider.tsx'
import type { Notice } from '#live/client/notices.ts'
import type { Pace } from '#live/client/pace.ts'
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
import type { ShownFeed, ShownPost } from './shown.ts'
import type { ListKey } from '#features/posts/lists-store.ts'
import { useReading } from './use-reading.ts'
import type { Reading } from './use-reading.ts'

export type { CommandInput } from './command-input.ts'
export type { LiveOptions } from './live.ts'
export { LiveProvider } from './live-provider.tsx'
export type { FeedPost, ShownComment } from './pending.ts'

/** A page's part of the state at a cursor. */
export interface PageSnapshot {
  cursor: string
  topics: Topic[]
  posts: PostView[]
  comments?: CommentView[]
  liked: string[]
}

const connectionReading: Reading<ConnectionState> = {
  keys: ['connection'],
  compute: (live) => live.connection.state,
  same: sameState,
  given: initialState,
}

/** How the live connection is doing. */
export function useConnection(): ConnectionState {
  return useReading(connectionReading)
}

const waitingReading: Reading<number> = {
  keys: ['pending'],
  compute: (live) => live.pending.unanswered,
  same: Object.is,
  given: 0,
}

/** How many of one's own changes the server has not answered yet. */
export function useWaiting(): number {
  return useReading(waitingReading)
}

/** Chooses how often changes come, and asks for what is new where they do not come by themselves. */
export function usePace(): { choose(pace: Pace): void; refresh(): void } {
  const live = useLive()
  return useMemo(
    () => ({
      choose: (pace: Pace) => live.choosePace(pace),
      refresh: () => live.connection.refresh(),
    }),
    [live],
  )
}

/** Who reads, by the name that they have now. */
export function useViewer(): Viewer {
  const { initialViewer: given } = useLive()
  const reading = useMemo(
    () => ({ keys: ['viewer'], compute: shownViewer, same: sameFields, given }),
    [given],
  )
  return useReading<Viewer>(reading)
}

/** Lays a page's snapshot under the live state and follows its topics while mounted. Call once a page. */
export function useSnapshot(snapshot: PageSnapshot): void {
  const live = useLive()
  useLayoutEffect(() => live.seed(snapshot), [live, snapshot])
  const { cursor } = snapshot
  const topics = snapshot.topics.join()
  useEffect(() => live.hold(topicsOf(topics), cursor), [live, topics, cursor])
}

function topicsOf(names: string): Topic[] {
  return names === '' ? [] : names.split(',')
}

/** The post as it is now, with its reader's pending changes laid over it. */
export function usePost(post: PostView, liked: boolean): ShownPost {
  const reading = useMemo<Reading<ShownPost>>(
    () => ({
      keys: [`post:${post.id}`],
      compute: (live) => shownPost(live, post, liked),
      same: samePost,
      given: { post, liked, deleted: false },
    }),
    [post, liked],
  )
  return useReading(reading)
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
  useLayoutEffect(() => {
    const release = live.holdList(key)
    live.store.restorePosts(page.posts.filter((post) => !live.store.posts.has(post.id)))
    live.store.lists.open(key, page)
    return release
  }, [live, key, page])
  const reading = useMemo<Reading<ShownFeed>>(() => {
    const given = { posts: page.posts, waiting: 0, next: page.next }
    return {
      keys: [`list:${key}`, 'pending:posts', 'viewer'],
      compute: (from) => shownFeed(from, key, given),
      same: sameFeed,
      given,
    }
  }, [page, key])
  const { posts, waiting, next } = useReading(reading)
  const reveal = useCallback(() => live.store.lists.reveal(key), [live, key])
  const append = useCallback(
    (more: PostPage & { liked: string[]; cursor: string }) => {
      live.append(more, more.cursor, 'feed')
      live.store.lists.append(key, more)
    },
    [live, key],
  )
  return { posts, waiting, next, reveal, append }
}

/** Lays further posts under the live state, caught up with what happened to them since their cursor. */
export function useMorePosts(): (page: PostPage & { liked: string[]; cursor: string }) => void {
  const live = useLive()
  return useCallback((more) => live.append(more, more.cursor, 'feed'), [live])
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
  const reading = useMemo<Reading<ShownComment[]>>(
    () => ({
      keys: [`comments:${postId}`, `pending:comments:${postId}`, 'pending:deletions', 'viewer'],
      compute: (from) => shownComments(from, postId, page.comments),
      same: sameComments,
      given: page.comments,
    }),
    [postId, page],
  )
  const comments = useReading(reading)
  const append = useCallback(
    (more: CommentPage & { cursor?: string }) => {
      live.append({ posts: [], comments: more.comments, liked: [] }, more.cursor, `post:${postId}`)
      live.store.comments.loaded(postId, more)
    },
    [live, postId],
  )
  return { comments, append }
}

/** Sends a command: shown at once, kept until acknowledged. Resolves with the answer. */
export function useDispatch(): (command: CommandInput) => Promise<Answer> {
  const live = useLive()
  return useCallback((command: CommandInput) => live.dispatch(command), [live])
}

const noticesReading: Reading<Notice[]> = {
  keys: ['notices'],
  compute: (live) => live.notices.list,
  same: Object.is,
  given: [],
}

/** Sentences about refused changes, each until dismissed. */
export function useNotices(): { notices: Notice[]; dismiss(id: string): void } {
  const live = useLive()
  const notices = useReading(noticesReading)
  const dismiss = useCallback((id: string) => live.notices.dismiss(id), [live])
  return { notices, dismiss }
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

/** A profile as it is now. */
export function useProfile(profile: ProfileView): ProfileView {
  const live = useLive()
  useEffect(() => live.store.holdProfile(profile), [live, profile])
  const reading = useMemo<Reading<ProfileView>>(
    () => ({
      keys: [`profile:${profile.id}`, 'pending:profile'],
      compute: (from) => shownProfile(from, profile),
      same: sameFields,
      given: profile,
    }),
    [profile],
  )
  return useReading(reading)
}
