// Shared inboxes: several people answer those outside as one.
import { z } from 'zod'
import { name, text } from '#platform/text/fields.ts'
import { ref } from '#live/protocol/ref.ts'
import { inboxLimits } from './limits.ts'
import { messageView } from '#features/rooms/protocol.ts'
import type { MessageView, RoomView } from '#features/rooms/protocol.ts'
import { id } from '#live/protocol/topics.ts'

/** How an inbox is tied to the world outside; for whoever made it alone. */
export interface InboxSettings {
  roomId: string
  key: string
  isOpen: boolean
  webhookUrl: string | null
  webhookSecret: string
  /** Replies that could not be handed over, and why the newest could not. */
  failed: number
  problem: string | null
}

const webhookUrl = z
  .string({ error: 'is missing or is not text' })
  .trim()
  .max(inboxLimits.url, { error: `is longer than ${inboxLimits.url} characters` })
  .refine((value) => value === '' || isWebAddress(value), {
    error: 'is no address that begins with http:// or https://',
  })

function isWebAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === ''
}

export const inboxCommandSchemas = {
  assign: z.object({ type: z.literal('assign'), ref, roomId: id, userId: id.nullable() }),
  setDone: z.object({ type: z.literal('setDone'), ref, roomId: id, done: z.boolean() }),
  setVisitLink: z.object({ type: z.literal('setVisitLink'), ref, roomId: id, on: z.boolean() }),
  setInbox: z.object({
    type: z.literal('setInbox'),
    ref,
    roomId: id,
    isOpen: z.boolean(),
    /** Empty: none. */
    webhookUrl,
  }),
  renewInboxKeys: z.object({ type: z.literal('renewInboxKeys'), ref, roomId: id }),
  retryDeliveries: z.object({ type: z.literal('retryDeliveries'), ref, roomId: id }),
} as const

/** What the ack of each command carries. */
export interface InboxCommandResult {
  assign: { room: RoomView }
  setDone: { room: RoomView }
  setVisitLink: { roomId: string; visitId: string | null }
  setInbox: { settings: InboxSettings }
  renewInboxKeys: { settings: InboxSettings }
  retryDeliveries: { settings: InboxSettings }
}

export interface InboxEventData {
  /**
   * On `room:<inbox>`: a conversation has begun, was assigned, done or opened again, or something was said there
   * (`latest`) or deleted.
   */
  'conversation.changed': {
    room: RoomView
    latest: MessageView | null
    deleted?: { messageId: string; latest: string | null }
  }
}

/** The body of `POST /api/inbox/<room>/messages`. */
export const handedIn = z.object({
  from: z.object({
    address: name(inboxLimits.address),
    name: name(inboxLimits.name).optional(),
  }),
  body: text(inboxLimits.message),
  /** The sender's own name for the message: the same twice is one message. */
  ref: ref.optional(),
})

/** What a visitor writes to begin a conversation on an inbox's page, and in it. */
export const visitBegun = z.object({
  ref,
  name: name(inboxLimits.name),
  body: text(inboxLimits.message),
})
export const visitMessage = z.object({ ref, body: text(inboxLimits.message) })

/** What a webhook is told, signed as Standard Webhooks has it (https://www.standardwebhooks.com). */
export interface WebhookBody {
  type: 'message.created'
  timestamp: string
  data: {
    inboxId: string
    conversationId: string
    to: { address: string | null; name: string }
    message: { id: string; body: string; by: { handle: string; name: string }; at: string }
  }
}

/** `POST /api/visits/<id>/messages` */
export const messageAnswer = z.object({ message: messageView })
