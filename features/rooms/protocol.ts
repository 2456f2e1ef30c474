// Rooms as the server shows them, and what people may do there.
import { z } from 'zod'
import { profiles } from '#features/profiles/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { emoji, givenEmoji, handle, name, text } from '#platform/text/fields.ts'
import { roomLimits } from './limits.ts'
import { id } from '#platform/id.ts'
import { author } from '#platform/author.ts'

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
const roomKind = z.enum(['public', 'private', 'direct', 'inbox', 'conversation'])
export type RoomKind = z.infer<typeof roomKind>

/** Of a conversation with somebody outside. */
const conversationState = z.object({
  inboxId: z.string(),
  inboxName: z.string(),
  /** Who looks after it, or null. */
  assignee: author.nullable(),
  /** Nothing is left to answer; the next message opens it again. */
  done: z.boolean(),
})
export type ConversationState = z.infer<typeof conversationState>

export const roomView = z.object({
  id: z.string(),
  kind: roomKind,
  /** Empty for a direct room. */
  name: z.string(),
  /** The people of a direct room; of others none are named here. */
  people: z.array(author),
  createdById: z.string().nullable(),
  /** Of a conversation alone. */
  conversation: conversationState.nullable(),
})
export type RoomView = z.infer<typeof roomView>

/** A room with what its member alone sees. */
const ownRoom = z.object({
  room: roomView,
  /** The newest message that they have read. */
  readUpTo: z.string(),
  /** How many by others are newer; `mostUnread` stands for more. */
  unread: z.number(),
  /** The ids of those; none where `unread` is `mostUnread`. */
  waiting: z.array(z.string()),
  /** The newest message, or null. */
  latest: z.string().nullable(),
})
export type OwnRoom = z.infer<typeof ownRoom>

/** Somebody is asked into a room; `by` is null when that person's account is gone. */
const invitation = z.object({ room: roomView, by: author.nullable() })
export type Invitation = z.infer<typeof invitation>

/** Who is asked into a room, and by whom. */
const asked = z.object({ user: author, byId: z.string().nullable() })
export type Asked = z.infer<typeof asked>

/** How far somebody has read in a room, and what waits there: what of an `OwnRoom` changes. */
const reading = ownRoom.omit({ room: true }).extend({ roomId: z.string() })
export type Reading = z.infer<typeof reading>

/** A page of messages, oldest first. `previous` is the `before` of the page before it, null at the beginning. */
export const messagePage = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
})
export type MessagePage = z.infer<typeof messagePage>

const own = z.object({ own: ownRoom })
const one = z.object({ message: messageView })
const reacted = z.object({
  roomId: z.string(),
  messageId: z.string(),
  reactions: z.array(reactionView),
})
const ofMember = z.object({ roomId: z.string(), user: author })

export const rooms = defineFeature({
  name: 'rooms',
  uses: [profiles],
  commands: {
    message: {
      input: z.object({ roomId: id, body: text(roomLimits.message), replyTo: id.optional() }),
      result: one,
    },
    editMessage: {
      input: z.object({ messageId: id, body: text(roomLimits.message) }),
      result: one,
    },
    deleteMessage: {
      input: z.object({ messageId: id }),
      result: z.object({ roomId: z.string(), messageId: z.string() }),
    },
    react: { input: z.object({ messageId: id, emoji }), result: reacted },
    unreact: { input: z.object({ messageId: id, emoji: givenEmoji }), result: reacted },
    readRoom: { input: z.object({ roomId: id, upTo: id }), result: reading },
    createRoom: {
      input: z.object({
        kind: z.enum(['public', 'private', 'inbox'], {
          error: 'is none of "public", "private" and "inbox"',
        }),
        name: name(roomLimits.name),
      }),
      result: own,
    },
    openDirect: {
      input: z.object({
        handles: z
          .array(handle)
          .min(1, { error: 'names nobody' })
          .max(roomLimits.people, { error: `names more than ${roomLimits.people} people` }),
      }),
      result: own,
    },
    joinRoom: { input: z.object({ roomId: id }), result: own },
    leaveRoom: { input: z.object({ roomId: id }), result: z.object({ leftRoomId: z.string() }) },
    invite: { input: z.object({ roomId: id, handle }), result: ofMember },
    removeMember: {
      input: z.object({ roomId: id, userId: id }),
      result: z.object({ roomId: z.string(), userId: z.string() }),
    },
  },
  events: {
    'message.created': { on: ['room'], data: one },
    /** `excerpt`: what those that answer it quote of it now. */
    'message.edited': { on: ['room'], data: one.extend({ excerpt: z.string().optional() }) },
    /** `latest`: the newest message that is left, or null. */
    'message.deleted': {
      on: ['room'],
      data: z.object({
        roomId: z.string(),
        messageId: z.string(),
        latest: z.string().nullish(),
      }),
    },
    'message.reactions': { on: ['room'], data: reacted },
    /** Another name, kind, or in a direct room other people. */
    'room.changed': { on: ['room', 'user', 'rooms'], data: z.object({ room: roomView }) },
    'member.joined': { on: ['room'], data: ofMember },
    'member.left': { on: ['room'], data: ofMember },
    /** Asked in, or no longer: they said no, or it was taken back. Whoever said yes has joined. */
    'member.invited': { on: ['room'], data: z.object({ roomId: z.string(), asked }) },
    'member.uninvited': {
      on: ['room'],
      data: z.object({ roomId: z.string(), userId: z.string() }),
    },
    // For the person's other tabs and devices.
    'room.invited': { on: ['user'], data: z.object({ invitation }) },
    /** They said no, or it was taken back. */
    'room.uninvited': { on: ['user'], data: z.object({ roomId: z.string() }) },
    'room.joined': { on: ['user'], data: own },
    'room.left': { on: ['user'], data: z.object({ roomId: z.string() }) },
    'room.read': { on: ['user'], data: reading },
    /** There is another public room. */
    'room.created': { on: ['rooms'], data: z.object({ room: roomView }) },
  },
  topics: {
    /** The public rooms. */
    rooms: { snapshot: z.object({ rooms: z.array(roomView) }) },
    room: {
      id,
      snapshot: z.object({ room: roomView }).extend(messagePage.shape),
      carries: ['profile.edited'],
    },
  },
  /** The reader's rooms, and into which they are asked. */
  own: z.object({ rooms: z.array(ownRoom), invitations: z.array(invitation) }),
})

/** `GET /api/rooms/<id>/messages` and `GET /api/visits/<id>/messages` */
export const messagesAnswer = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
  cursor: z.string(),
})
export type MessagesAnswer = z.infer<typeof messagesAnswer>
