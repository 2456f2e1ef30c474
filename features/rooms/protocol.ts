// Rooms on the wire: views, commands, events and topics.
import { z } from 'zod'
import { profiles } from '#features/profiles/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { emoji, givenEmoji, handle, name, text } from '#platform/text/fields.ts'
import { roomLimits } from './limits.ts'
import { id } from '#platform/id.ts'
import { author } from '#platform/author.ts'

/** Who reacted with which emoji; absolute (all of them), not a delta. */
export const reactionView = z.object({ emoji: z.string(), userIds: z.array(z.string()) })
export type ReactionView = z.infer<typeof reactionView>

export const messageView = z.object({
  id: z.string(),
  roomId: z.string(),
  author,
  body: z.string(),
  /** The message it answers, with an excerpt; null too when that one was deleted. */
  replyTo: z.object({ id: z.string(), author, body: z.string() }).nullable(),
  at: z.string(),
  editedAt: z.string().nullable(),
  reactions: z.array(reactionView),
})
export type MessageView = z.infer<typeof messageView>

/** An inbox's members answer visitors as one; each visitor has a conversation, which is a room of its own. */
const roomKind = z.enum(['public', 'private', 'direct', 'inbox', 'conversation'])
export type RoomKind = z.infer<typeof roomKind>

/** State of a conversation with a visitor. */
const conversationState = z.object({
  inboxId: z.string(),
  inboxName: z.string(),
  /** The member it is assigned to, or null. */
  assignee: author.nullable(),
  /** True when there is nothing left to answer; the next message opens it again. */
  done: z.boolean(),
})
export type ConversationState = z.infer<typeof conversationState>

export const roomView = z.object({
  id: z.string(),
  kind: roomKind,
  /** Empty for a direct room. */
  name: z.string(),
  /** The members of a direct room; empty for other rooms. */
  people: z.array(author),
  createdById: z.string().nullable(),
  /** Null unless the room is a conversation. */
  conversation: conversationState.nullable(),
})
export type RoomView = z.infer<typeof roomView>

/** A room with the state that only its member sees. */
const ownRoom = z.object({
  room: roomView,
  /** The id of the newest message that they have read. */
  readUpTo: z.string(),
  /** How many newer messages others have written; `mostUnread` stands for that many or more. */
  unread: z.number(),
  /** The ids of the unread messages; empty when `unread` is `mostUnread`. */
  waiting: z.array(z.string()),
  /** The id of the newest message, or null. */
  latest: z.string().nullable(),
})
export type OwnRoom = z.infer<typeof ownRoom>

/** An invitation into a room; `by` is null when that person's account is gone. */
const invitation = z.object({ room: roomView, by: author.nullable() })
export type Invitation = z.infer<typeof invitation>

/** A person invited into a room, and the id of who invited them. */
const asked = z.object({ user: author, byId: z.string().nullable() })
export type Asked = z.infer<typeof asked>

/** A member's read mark and unread messages in a room: the part of an `OwnRoom` that changes. */
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
    /** `excerpt`: the new excerpt that answers to it quote. */
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
    /** The room has another name or kind, or a direct room other members. */
    'room.changed': { on: ['room', 'user', 'rooms'], data: z.object({ room: roomView }) },
    'member.joined': { on: ['room'], data: ofMember },
    'member.left': { on: ['room'], data: ofMember },
    /** An invitation was made, declined or withdrawn. An accepted one makes a `member.joined`. */
    'member.invited': { on: ['room'], data: z.object({ roomId: z.string(), asked }) },
    'member.uninvited': {
      on: ['room'],
      data: z.object({ roomId: z.string(), userId: z.string() }),
    },
    // For the person's other tabs and devices.
    'room.invited': { on: ['user'], data: z.object({ invitation }) },
    /** The invitation was declined or withdrawn. */
    'room.uninvited': { on: ['user'], data: z.object({ roomId: z.string() }) },
    'room.joined': { on: ['user'], data: own },
    'room.left': { on: ['user'], data: z.object({ roomId: z.string() }) },
    'room.read': { on: ['user'], data: reading },
    /** A public room was made. */
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
  /** The viewer's rooms and invitations. */
  own: z.object({ rooms: z.array(ownRoom), invitations: z.array(invitation) }),
})

/** `GET /api/rooms/<id>/messages` and `GET /api/visits/<id>/messages` */
export const messagesAnswer = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
  cursor: z.string(),
})
export type MessagesAnswer = z.infer<typeof messagesAnswer>
