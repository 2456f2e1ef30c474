// What a topic holds at a cursor.
import type { Invitation, MessagePage, OwnRoom, RoomView } from '#features/rooms/protocol.ts'
import type { CommentPage } from '#features/comments/protocol.ts'
import type { PostPage, PostView } from '#features/posts/protocol.ts'

/**
 * What only this reader sees: of the posts at hand, which ones they like; and, where they were asked for, their rooms
 * and into which they are asked.
 */
export type OwnState = { liked: string[]; rooms?: OwnRoom[]; invitations?: Invitation[] }

/** What `GET /live/snapshot` holds for each kind of topic. */
export type Snapshot =
  | PostPage
  | ({ post: PostView } & CommentPage)
  | ({ room: RoomView } & MessagePage)
  | { rooms: RoomView[] }
  | MessagePage
  | OwnState
