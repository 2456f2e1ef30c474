// The server sides of all features, in the order of features/protocol.ts.
import { bookmarksServer } from './bookmarks/server.ts'
import { commentsServer } from './comments/server.ts'
import { draftsServer } from './drafts/server.ts'
import { inboxesServer } from './inboxes/server.ts'
import { likesServer } from './likes/server.ts'
import { postsServer } from './posts/server.ts'
import { profilesServer } from './profiles/server.ts'
import { roomsServer } from './rooms/server.ts'

export const servers = [
  profilesServer,
  postsServer,
  likesServer,
  bookmarksServer,
  commentsServer,
  roomsServer,
  inboxesServer,
  draftsServer,
] as const
