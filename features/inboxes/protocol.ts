// Shared inboxes on the wire: a team answers visitors as one.
import { z } from 'zod'
import { messagePage, messageView, rooms, roomView } from '#features/rooms/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { ref } from '#live/protocol/ref.ts'
import { id } from '#platform/id.ts'
import { name, text } from '#platform/text/fields.ts'
import { inboxLimits } from './limits.ts'

/** An inbox's settings; only the account that made it sees them. */
const inboxSettings = z.object({
  roomId: z.string(),
  key: z.string(),
  isOpen: z.boolean(),
  webhookUrl: z.string().nullable(),
  webhookSecret: z.string(),
  /** How many replies could not be handed over to the webhook, and the newest one's error. */
  failed: z.number(),
  problem: z.string().nullable(),
})
export type InboxSettings = z.infer<typeof inboxSettings>

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

const ofRoom = z.object({ roomId: id })
const room = z.object({ room: roomView })
const settings = z.object({ settings: inboxSettings })

export const inboxes = defineFeature({
  name: 'inboxes',
  uses: [rooms],
  commands: {
    assign: { input: z.object({ roomId: id, userId: id.nullable() }), result: room },
    setDone: { input: z.object({ roomId: id, done: z.boolean() }), result: room },
    setVisitLink: {
      input: z.object({ roomId: id, on: z.boolean() }),
      result: z.object({ roomId: z.string(), visitId: z.string().nullable() }),
    },
    setInbox: {
      input: z.object({
        roomId: id,
        isOpen: z.boolean(),
        /** Empty: no webhook. */
        webhookUrl,
      }),
      result: settings,
    },
    renewInboxKeys: { input: ofRoom, result: settings },
    retryDeliveries: { input: ofRoom, result: settings },
  },
  events: {
    /**
     * On the inbox: a conversation has begun, was assigned, done or opened again, or a message was written
     * (`latest`) or deleted there.
     */
    'conversation.changed': {
      on: ['room'],
      data: z.object({
        room: roomView,
        latest: messageView.nullable(),
        deleted: z.object({ messageId: z.string(), latest: z.string().nullable() }).optional(),
      }),
    },
    /** An inbox's settings have changed; a page that shows them asks the server again. */
    'inbox.changed': { on: ['user'], data: z.object({ roomId: z.string() }) },
  },
  topics: {
    /** A conversation's messages as its visitor sees them: anybody who knows the id may subscribe. */
    visit: {
      id,
      snapshot: messagePage,
      carries: ['message.created', 'message.edited', 'message.deleted', 'message.reactions'],
    },
  },
})

/** The body of `POST /api/inbox/<room>/messages`. */
export const inboundMessage = z.object({
  from: z.object({
    address: name(inboxLimits.address),
    name: name(inboxLimits.name).optional(),
  }),
  body: text(inboxLimits.message),
  /** The sender's own id for the message: a repeated one makes no second message. */
  ref: ref.optional(),
})

/** What a visitor's forms send: to begin a conversation on an inbox's page, and to write in it. */
export const visitBegun = z.object({
  ref,
  name: name(inboxLimits.name),
  body: text(inboxLimits.message),
})
export const visitMessage = z.object({ ref, body: text(inboxLimits.message) })

/** The body of a webhook request, signed as by Standard Webhooks (https://www.standardwebhooks.com). */
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
