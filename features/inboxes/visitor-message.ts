// Receives visitors' messages to an inbox: from its page, by a visitor's link, or through a gateway.
import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Prisma } from '#prisma/client.ts'
import { Refusal } from '#platform/errors.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import type { Reader, Transaction } from '#platform/postgres/database.ts'
import { forVisitor, toVisit, visitColumns } from './queries.ts'
import { messageColumns, toMessage } from '#features/rooms/hooks.ts'
import { unseal } from '#platform/seal.ts'
import { sameKey } from '#platform/same-key.ts'
import type { In } from '#features/define-server.ts'
import { afterMessages } from './conversation.ts'
import { lockInbox } from './members.ts'
import type { inboxes } from './protocol.ts'
import { giveId } from '#platform/postgres/ordered-ids.ts'

export type VisitorMessage =
  | { by: 'page'; inboxId: string; name: string; body: string; ref: string }
  | { by: 'link'; visitId: string; body: string; ref: string }
  | {
      by: 'gateway'
      inboxId: string
      key: string
      address: string
      name: string | null
      body: string
      ref: string | null
    }

export interface ReceivedMessage {
  conversationId: string
  /** The message as its visitor sees it, where they have a link. */
  message: MessageView
  visitId: string | null
}

/** Throws a Refusal when there is no such inbox, link or key. */
export async function receiveVisitorMessage(
  writing: In<typeof inboxes>,
  sent: VisitorMessage,
): Promise<ReceivedMessage> {
  const { tx, publish } = writing
  const conversation = await conversationFor(tx, sent)
  const { roomId, name } = conversation
  const id = await giveId(tx, 'messages', roomId)
  const { count } = await tx.message.createMany({
    data: [{ id, roomId, outsideName: name, outsideRef: sent.ref, body: sent.body }],
    skipDuplicates: true,
  })
  const row = await tx.message.findUniqueOrThrow({
    where: count > 0 ? { id } : { roomId_outsideRef: { roomId, outsideRef: sent.ref ?? '' } },
    select: messageColumns,
  })
  const message = toMessage(row)
  if (count > 0) {
    publish(`room:${roomId}`, 'message.created', { message })
    await afterMessages(writing, [message])
  }
  const link = await tx.conversation.findUniqueOrThrow({
    where: { roomId },
    select: visitColumns,
  })
  const visit = toVisit(link)
  return {
    conversationId: roomId,
    message: visit ? forVisitor(message, visit) : message,
    visitId: link.visitId,
  }
}

interface Begun {
  roomId: string
  name: string
}

/**
 * Throws a Refusal when there is no such inbox or link. It only reads, so that guessing links starts no transaction
 * and uses up no rate limit of other visitors.
 */
export async function refuseUnknown(db: Reader, sent: VisitorMessage): Promise<void> {
  if (sent.by === 'link') {
    const where = { visitId: sent.visitId }
    if ((await db.conversation.count({ where })) === 0) throw noSuchLink()
  } else {
    const inbox = await db.inbox.findUnique({ where: { roomId: sent.inboxId } })
    if (sent.by === 'page' && !inbox?.isOpen) throw notOpen()
    if (sent.by === 'gateway' && !inbox) throw noSuchKey()
  }
}

async function conversationFor(tx: Transaction, sent: VisitorMessage): Promise<Begun> {
  if (sent.by === 'link') {
    const row = await tx.conversation.findUnique({
      where: { visitId: sent.visitId },
      select: visitColumns,
    })
    if (!row) throw noSuchLink()
    return { roomId: row.roomId, name: row.room.name }
  }
  const inbox = await tx.inbox.findUnique({ where: { roomId: sent.inboxId } })
  if (sent.by === 'page') {
    if (!inbox?.isOpen) throw notOpen()
    return beginByPage(tx, sent)
  }
  // The same error for both: without a key nobody learns which inboxes there are.
  if (!inbox || !sameKey(sent.key, unseal(inbox.key))) throw noSuchKey()
  return findByAddress(tx, sent)
}

function noSuchLink(): Refusal {
  return new Refusal('not_found', 'This link leads nowhere, or no longer.')
}

function notOpen(): Refusal {
  return new Refusal('not_found', 'Nobody takes messages here, or no longer.')
}

function noSuchKey(): Refusal {
  return new Refusal('unauthenticated', 'There is no inbox with this key.')
}

/** Idempotent: a form that is sent again begins no second conversation. */
function beginByPage(
  tx: Transaction,
  { inboxId, name, ref }: VisitorMessage & { by: 'page' },
): Promise<Begun> {
  const where = { inboxId_pageRef: { inboxId, pageRef: ref } }
  return begin(tx, where, { inboxId, pageRef: ref, visitId: randomUUID() }, name)
}

function findByAddress(
  tx: Transaction,
  { inboxId, address, name }: VisitorMessage & { by: 'gateway' },
): Promise<Begun> {
  const where = { inboxId_address: { inboxId, address } }
  return begin(tx, where, { inboxId, address }, name ?? address)
}

/** Finds the conversation of this key, or begins it; two at once make one. */
async function begin(
  tx: Transaction,
  where: Prisma.ConversationWhereUniqueInput,
  data: { inboxId: string; address?: string; pageRef?: string; visitId?: string },
  name: string,
): Promise<Begun> {
  const { inboxId } = data
  await lockInbox({ tx }, inboxId)
  const select = { roomId: true, room: { select: { name: true } } } as const
  const known = await tx.conversation.findUnique({ where, select })
  if (known) return { roomId: known.roomId, name: known.room.name }
  const roomId = uuidv7()
  await tx.room.create({ data: { id: roomId, kind: 'conversation', name } })
  await tx.conversation.create({ data: { roomId, ...data } })
  await tx.$executeRaw`
    INSERT INTO members ("roomId", "userId")
    SELECT ${roomId}::uuid, "userId" FROM members WHERE "roomId" = ${inboxId}::uuid`
  return { roomId, name }
}
