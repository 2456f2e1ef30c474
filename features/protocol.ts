// The protocols of all features together, and types derived from them.
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

/** In order of dependency: a feature comes after those that it belongs to. */
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
/** The result in the acknowledgement of each command. */
export type CommandResult = { [T in CommandType]: Result<AnyFeature, T> }

export type EventType = EventName<AnyFeature>
/** The data of each type of durable event. A client ignores unknown types. */
export type EventData = { [T in EventType]: Data<AnyFeature, T> }
export type LiveEvent<T extends EventType = EventType> = EventFor<AnyFeature, T>
export type Ack<T extends CommandType = CommandType> = AckFor<AnyFeature, T>
export type Answer<T extends CommandType = CommandType> = Ack<T> | ErrorMessage
