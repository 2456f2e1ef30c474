// Rooms as the server shows them, and what people may do there.
import { z } from 'zod'
import { emoji, givenEmoji, handle, name, text } from '#platform/text/fields.ts'
import { ref } from '#live/protocol/ref.ts'
import { roomLimits } from './limits.ts'
import { id } from '#live/protocol/topics.ts'
import { author } from '#platform/author.ts'
import type { Author } from '#platform/author.ts'

/** Who reacted with what; absolute. */
export const reactionView = z.object({ emoji: z.string(), userIds: z.array(z.string()) })
export type ReactionView = z.infer<typeof reactionView>

export const messageView = z.object({
  id: z.string(),
  roomId: z.string(),
  author,
  body: z.string(),
  /** What it answers, cut to an excerpt; null too when that has been deleted. */
  replyTo: z.object({ id: z.string(), author, body: z.string() }).nullable(),
  at: z.string(),
  editedAt: z.string().nullable(),
  reactions: z.array(reactionView),
})
export type MessageView = z.infer<typeof messageView>

/** An inbox's members answer people outside as one; each of those has a conversation, a room of its own. */
export type RoomKind = 'public' | 'private' | 'direct' | 'inbox' | 'conversation'

/** Of a conversation with somebody outside. */
export interface ConversationState {
  inboxId: string
  inboxName: string
  /** Who looks after it, or null. */
  assignee: Author | null
  /** Nothing is left to answer; the next message opens it again. */
  done: boolean
}

export interface RoomView {
  id: string
  kind: RoomKind
  /** Empty for a direct room. */
  name: string
  /** The people of a direct room; of others none are named here. */
  people: Author[]
  createdById: string | null
  /** Of a conversation alone. */
  conversation: ConversationState | null
}

/** A room with what its member alone sees. */
export interface OwnRoom {
  room: RoomView
  /** The newest message that they have read. */
  readUpTo: string
  /** How many by others are newer; `mostUnread` stands for more. */
  unread: number
  /** The ids of those; none where `unread` is `mostUnread`. */
  waiting: string[]
  /** The newest message, or null. */
  latest: string | null
}

/** Somebody is asked into a room; `by` is null when that person's account is gone. */
export interface Invitation {
  room: RoomView
  by: Author | null
}

/** Who is asked into a room, and by whom. */
export interface Asked {
  user: Author
  byId: string | null
}

/** So many of its people the page of a room knows; further ones are on pages of their own. */
export const listedPeople = 200

/** More unread than this are not counted. */
export const mostUnread = 100

/** How far somebody has read in a room, and what waits there: what of an `OwnRoom` changes. */
export type Reading = { roomId: string } & Pick<
  OwnRoom,
  'readUpTo' | 'unread' | 'waiting' | 'latest'
>

/** A page of messages, oldest first. `previous` is the `before` of the page before it, null at the beginning. */
export type MessagePage = { messages: MessageView[]; previous: string | null }

export const roomCommandSchemas = {
  message: z.object({
    type: z.literal('message'),
    ref,
    roomId: id,
    body: text(roomLimits.message),
    replyTo: id.optional(),
  }),
  editMessage: z.object({
    type: z.literal('editMessage'),
    ref,
    messageId: id,
    body: text(roomLimits.message),
  }),
  deleteMessage: z.object({ type: z.literal('deleteMessage'), ref, messageId: id }),
  react: z.object({ type: z.literal('react'), ref, messageId: id, emoji }),
  unreact: z.object({ type: z.literal('unreact'), ref, messageId: id, emoji: givenEmoji }),
  readRoom: z.object({ type: z.literal('readRoom'), ref, roomId: id, upTo: id }),
  createRoom: z.object({
    type: z.literal('createRoom'),
    ref,
    kind: z.enum(['public', 'private', 'inbox'], {
      error: 'is none of "public", "private" and "inbox"',
    }),
    name: name(roomLimits.name),
  }),
  openDirect: z.object({
    type: z.literal('openDirect'),
    ref,
    handles: z
      .array(handle)
      .min(1, { error: 'names nobody' })
      .max(roomLimits.people, { error: `names more than ${roomLimits.people} people` }),
  }),
  joinRoom: z.object({ type: z.literal('joinRoom'), ref, roomId: id }),
  leaveRoom: z.object({ type: z.literal('leaveRoom'), ref, roomId: id }),
  invite: z.object({ type: z.literal('invite'), ref, roomId: id, handle }),
  removeMember: z.object({ type: z.literal('removeMember'), ref, roomId: id, userId: id }),
} as const

type Reacted = { roomId: string; messageId: string; reactions: ReactionView[] }

/** What the ack of each command carries. */
export interface RoomCommandResult {
  message: { message: MessageView }
  editMessage: { message: MessageView }
  deleteMessage: { roomId: string; messageId: string }
  react: Reacted
  unreact: Reacted
  readRoom: Reading
  createRoom: { own: OwnRoom }
  openDirect: { own: OwnRoom }
  joinRoom: { own: OwnRoom }
  leaveRoom: { leftRoomId: string }
  invite: { roomId: string; user: Author }
  removeMember: { roomId: string; userId: string }
}

/** What events in rooms carry. */
export interface RoomEventData {
  'message.created': { message: MessageView }
  /** `excerpt`: what those that answer it quote of it now. */
  'message.edited': { message: MessageView; excerpt?: string }
  /** `latest`: the newest message that is left, or null. */
  'message.deleted': { roomId: string; messageId: string; latest?: string | null }
  'message.reactions': Reacted
  /** Another name, kind, or in a direct room other people. */
  'room.changed': { room: RoomView }
  'member.joined': { roomId: string; user: Author }
  'member.left': { roomId: string; user: Author }
  /** Asked in, or no longer: they said no, or it was taken back. Whoever said yes has joined. */
  'member.invited': { roomId: string; asked: Asked }
  'member.uninvited': { roomId: string; userId: string }
  /** On `user:<id>`, as those below: for the person's other tabs and devices. */
  'room.invited': { invitation: Invitation }
  /** They said no, or it was taken back. */
  'room.uninvited': { roomId: string }
  'room.joined': { own: OwnRoom }
  'room.left': { roomId: string }
  'room.read': Reading
  /** On `rooms`: there is another public room. */
  'room.created': { room: RoomView }
}

/** `GET /api/rooms/<id>/messages` and `GET /api/visits/<id>/messages` */
export const messagesAnswer = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
  cursor: z.string(),
})
export type MessagesAnswer = z.infer<typeof messagesAnswer>
