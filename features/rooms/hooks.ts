// What other features may use of rooms on the server: hooks, queries and permissions.
import { Refusal } from '#platform/errors.ts'
import { defineHook } from '#live/server/define.ts'
import type { Author } from '#platform/author.ts'
import type { MessageView, RoomKind, RoomView } from './protocol.ts'

/** A room has been made; it has no members yet. */
export const made = defineHook<{ roomId: string; kind: RoomKind }>('rooms.made')

/** Rooms have a new name, kind or members. */
export const changed = defineHook<readonly RoomView[]>('rooms.changed')

/** A member is about to join or leave a room. */
export const moving = defineHook<{ roomId: string }>('rooms.moving')
export const came = defineHook<{ roomId: string; kind: RoomKind; user: Author }>('rooms.came')
export const went = defineHook<{ roomId: string; userId: string }>('rooms.went')

/** Messages have been written, edited or deleted; `latest`: the newest message left in their room. */
export const said = defineHook<readonly MessageView[]>('rooms.said')
export const edited = defineHook<readonly MessageView[]>('rooms.edited')
export const deleted = defineHook<readonly DeletedMessage[]>('rooms.deleted')

export interface DeletedMessage {
  roomId: string
  messageId: string
  latest: string | null
}

export function noSuchRoom(): Refusal {
  return new Refusal('not_found', 'There is no such room for you, or no longer.')
}

// Queries and permissions for other features.
export { requoted } from './events.ts'
export { excerpt, messageColumns, readMessages, toMessage } from './message-queries.ts'
export { memberships } from './policy.ts'
export { getRoom, readOwnRooms, readRooms } from './queries.ts'
