// The browser sides of all features.
import type { ClientsOf } from '#live/client/define.ts'
import { bookmarksClient } from './bookmarks/client.ts'
import { commentsClient } from './comments/client.ts'
import { draftsClient } from './drafts/client.ts'
import { inboxesClient } from './inboxes/client.ts'
import { likesClient } from './likes/client.ts'
import { postsClient } from './posts/client.ts'
import { profilesClient } from './profiles/client.ts'
import type { features } from './protocol.ts'
import { roomsClient } from './rooms/client.ts'

/** In order of dependency: a feature comes after those that it uses. */
export const clients = [
  profilesClient,
  postsClient,
  likesClient,
  bookmarksClient,
  commentsClient,
  roomsClient,
  inboxesClient,
  draftsClient,
] as const satisfies ClientsOf<typeof features>
