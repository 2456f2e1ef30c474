// What rooms offer to other features on the server, and what those may do about it.
import { Refusal } from '#platform/errors.ts'
import { defineHook } from '#live/server/define.ts'
import type { Author } from '#platform/author.ts'
import type { MessageView, RoomKind, RoomView } from './protocol.ts'

/** A room has been made; nobody is in it yet. */
export const made = defineHook<{ roomId: string; kind: RoomKind }>('rooms.made')

/** Rooms have another name, kind or other people. */
export const changed = defineHook<readonly RoomView[]>('rooms.changed')

/** Somebody is about to come into a room or to leave it. */
export const moving = defineHook<{ roomId: string }>('rooms.moving')
export const came = defineHook<{ roomId: string; kind: RoomKind; user: Author }>('rooms.came')
export const went = defineHook<{ roomId: string; userId: string }>('rooms.went')

/** Messages have been written, changed or deleted; `latest`: the newest one that is left in their room. */
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

// What other features read of rooms, and the rules that they ask for.
export { requoted } from './events.ts'
export { excerpt, messageColumns, readMessages, toMessage } from './message-queries.ts'
export { memberships } from './policy.ts'
export { getRoom, readOwnRooms, readRooms } from './queries.ts'
