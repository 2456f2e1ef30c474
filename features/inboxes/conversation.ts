// What follows a message in a conversation of an inbox: the conversation is open again, events go to its inbox and its
// visitor, and a reply is queued for the webhook.
import type { In } from '#features/define-server.ts'
import type { DeletedMessage } from '#features/rooms/hooks.ts'
import type { inboxes, WebhookBody } from './protocol.ts'

import type { MessageView } from '#features/rooms/protocol.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { forVisitor, toVisit, visitColumns } from './queries.ts'
import type { Visit } from './queries.ts'
import { excerpt, readRooms } from '#features/rooms/hooks.ts'

type Inboxes = typeof inboxes

interface Conversation {
  inboxId: string
  name: string
  address: string | null
  hasWebhook: boolean
  visit: Visit | null
}

/** The conversations among the rooms of some messages, by room. */
async function conversationsOf(
  tx: Transaction,
  roomIds: readonly string[],
): Promise<Map<string, Conversation>> {
  if (roomIds.length === 0) return new Map()
  const rows = await tx.conversation.findMany({
    where: { roomId: { in: [...new Set(roomIds)] } },
    select: {
      ...visitColumns,
      address: true,
      inbox: { select: { webhookUrl: true, room: { select: { name: true } } } },
    },
  })
  return new Map(
    rows.map((row) => [
      row.roomId,
      {
        inboxId: row.inboxId,
        name: row.room.name,
        address: row.address,
        hasWebhook: row.inbox.webhookUrl !== null,
        visit: toVisit(row),
      },
    ]),
  )
}

/** Locks conversations, so that marking one as done is ordered before or after this transaction's events. */
export async function lockConversations(
  tx: Transaction,
  roomIds: readonly string[],
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM conversations WHERE "roomId" = ANY(${roomIds}::uuid[])
    ORDER BY "roomId" FOR NO KEY UPDATE`
}

/** `messages`: those written or changed there. */
async function publishConversations(
  writing: In<Inboxes>,
  roomIds: readonly string[],
  messages: readonly MessageView[],
): Promise<void> {
  for (const room of await readRooms(writing.tx, roomIds)) {
    publishConversation(
      writing,
      room,
      messages.findLast(({ roomId }) => roomId === room.id) ?? null,
    )
  }
}

async function reopen(tx: Transaction, roomIds: readonly string[]): Promise<void> {
  await lockConversations(tx, roomIds)
  await tx.conversation.updateMany({
    where: { roomId: { in: [...roomIds] }, doneAt: { not: null } },
    data: { doneAt: null },
  })
}

/** Called when the team or a visitor has written messages. */
export async function afterMessages(
  writing: In<Inboxes>,
  messages: readonly MessageView[],
): Promise<void> {
  const { tx } = writing
  const roomIds = messages.map(({ roomId }) => roomId)
  const conversations = await conversationsOf(tx, roomIds)
  if (conversations.size === 0) return
  await reopen(tx, [...conversations.keys()])
  await publishConversations(writing, [...conversations.keys()], messages)
  publishToVisitors(writing, 'message.created', messages, conversations)
  const deliveries = messages.flatMap((message) => {
    const conversation = conversations.get(message.roomId)
    if (!conversation?.hasWebhook || message.author.handle === '') return []
    const { inboxId } = conversation
    const body = JSON.stringify(toWebhook(message, conversation))
    return [{ inboxId, conversationId: message.roomId, body }]
  })
  if (deliveries.length > 0) await tx.delivery.createMany({ data: deliveries })
}

/** Publishes that a conversation has changed. */
export function publishConversation(
  { publish }: In<Inboxes>,
  room: Awaited<ReturnType<typeof readRooms>>[number],
  latest: MessageView | null,
  deleted?: { messageId: string; latest: string | null },
): void {
  if (!room.conversation) return
  const data = { room, latest, ...(deleted ? { deleted } : {}) }
  publish(`room:${room.conversation.inboxId}`, 'conversation.changed', data)
}

/** Called when messages have been edited; replies already handed over to a webhook stay as they were. */
export async function afterEdits(
  writing: In<Inboxes>,
  messages: readonly MessageView[],
): Promise<void> {
  const { tx } = writing
  const conversations = await conversationsOf(
    tx,
    messages.map(({ roomId }) => roomId),
  )
  if (conversations.size === 0) return
  publishToVisitors(writing, 'message.edited', messages, conversations)
  await lockConversations(tx, [...conversations.keys()])
  // `forget` has removed the inbox's events from the log together with the earlier words: they are published again.
  await publishConversations(writing, [...conversations.keys()], messages)
}

/** Called when messages have been deleted; `latest`: the newest message left in their room. */
export async function afterDeletions(
  writing: In<Inboxes>,
  gone: readonly DeletedMessage[],
): Promise<void> {
  const { tx, publish } = writing
  const conversations = await conversationsOf(
    tx,
    gone.map(({ roomId }) => roomId),
  )
  if (conversations.size === 0) return
  await lockConversations(tx, [...conversations.keys()])
  const rooms = new Map(
    (await readRooms(tx, [...conversations.keys()])).map((room) => [room.id, room]),
  )
  for (const { roomId, messageId, latest } of gone) {
    const room = rooms.get(roomId)
    if (room) publishConversation(writing, room, null, { messageId, latest })
    const visit = conversations.get(roomId)?.visit
    if (!visit) continue
    const data = { roomId: visit.id, messageId }
    publish(`visit:${visit.id}`, 'message.deleted', data)
  }
}

function publishToVisitors(
  { publish }: In<Inboxes>,
  type: 'message.created' | 'message.edited',
  messages: readonly MessageView[],
  conversations: ReadonlyMap<string, Conversation>,
): void {
  for (const message of messages) {
    const visit = conversations.get(message.roomId)?.visit
    if (!visit) continue
    const shown = { message: forVisitor(message, visit) }
    if (type === 'message.created') publish(`visit:${visit.id}`, type, shown)
    else publish(`visit:${visit.id}`, type, { ...shown, excerpt: excerpt(message.body) })
  }
}

function toWebhook(message: MessageView, { inboxId, name, address }: Conversation): WebhookBody {
  const { id, roomId, body, author, at } = message
  return {
    type: 'message.created',
    timestamp: at,
    data: {
      inboxId,
      conversationId: roomId,
      to: { address, name },
      message: { id, body, by: { handle: author.handle, name: author.name }, at },
    },
  }
}
