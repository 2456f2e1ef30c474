// Events: the log's rows as clients see them, and the signals that are not in the log.
import type { Author } from '#platform/author.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'
import type { InboxEventData } from '#features/inboxes/protocol.ts'
import type { RoomEventData } from '#features/rooms/protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'

/** What each type of durable event carries. An unknown type is ignored by a client. */
export interface EventData extends RoomEventData, InboxEventData {
  'post.created': { post: PostView }
  'post.edited': { post: PostView }
  'post.deleted': { postId: string }
  /** Absolute, never increments: a newer one makes an older one needless. */
  'post.counts': { postId: string; likes: number; comments: number }
  'comment.created': { comment: CommentView }
  'comment.edited': { comment: CommentView }
  'comment.deleted': { postId: string; commentId: string }
  /** On `user:<id>`: `ref` is that of the command that set it, so that the tab which sent it knows its own. */
  'like.set': { postId: string; liked: boolean; ref: string | null }
  'profile.edited': { profile: ProfileView }
  /** On `user:<id>`: what is listed of a draft, or how an inbox is set up, is not as it was; a page that shows it asks anew. */
  'draft.changed': { draftId: string }
  'inbox.changed': { roomId: string }
}
export type EventType = keyof EventData

export type LiveEvent<T extends EventType = EventType> = {
  [K in T]: { id: string; topic: Topic; type: K; at: string; data: EventData[K] }
}[T]

/** An event before the log gives it its place. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: { topic: Topic; type: K; data: EventData[K] }
}[T]

/** Not durable, no id, never replayed; may be dropped under load. */
export type Signal =
  | { type: 'typing'; topic: Topic; data: { user: Author } }
  | { type: 'presence'; topic: Topic; data: { count: number; users: Author[] } }
