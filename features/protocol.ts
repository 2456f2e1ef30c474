// All features as both sides know them, and what follows from them for whoever handles several.
import type {
  AckFor,
  CommandFor,
  CommandName,
  Data,
  EventFor,
  EventName,
  Result,
} from '#live/protocol/feature.ts'
import type { ErrorMessage } from '#live/protocol/messages.ts'
import { bookmarks } from './bookmarks/protocol.ts'
import { comments } from './comments/protocol.ts'
import { drafts } from './drafts/protocol.ts'
import { inboxes } from './inboxes/protocol.ts'
import { likes } from './likes/protocol.ts'
import { posts } from './posts/protocol.ts'
import { profiles } from './profiles/protocol.ts'
import { rooms } from './rooms/protocol.ts'

/** In this order: what something belongs to comes before it. */
export const features = [
  profiles,
  posts,
  likes,
  bookmarks,
  comments,
  rooms,
  inboxes,
  drafts,
] as const

export type AnyFeature = (typeof features)[number]

export type CommandType = CommandName<AnyFeature>
export type Command<T extends CommandType = CommandType> = CommandFor<AnyFeature, T>
/** What the ack of each command carries. */
export type CommandResult = { [T in CommandType]: Result<AnyFeature, T> }

export type EventType = EventName<AnyFeature>
/** What each type of durable event carries. An unknown type is ignored by a client. */
export type EventData = { [T in EventType]: Data<AnyFeature, T> }
export type LiveEvent<T extends EventType = EventType> = EventFor<AnyFeature, T>
export type Ack<T extends CommandType = CommandType> = AckFor<AnyFeature, T>
export type Answer<T extends CommandType = CommandType> = Ack<T> | ErrorMessage
