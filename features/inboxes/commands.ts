// What a team does with its inbox: who looks after a conversation, what is done, and how it is tied to the world.
import { randomBytes, randomUUID } from 'node:crypto'
import { Refusal } from '#platform/errors.ts'
import type { InboxSettings } from './protocol.ts'
import type { RoomView } from '#features/rooms/protocol.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { seal } from '#platform/seal.ts'
import { memberships, mayRunInbox } from '#features/policy.ts'
import { readInboxSettings } from './queries.ts'
import { readRoom } from '#features/rooms/queries.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change } from '#live/server/commands/change.ts'
import { lockInbox, tellInbox } from './conversation.ts'
import { noSuchRoom } from '#features/rooms/message-commands.ts'

const keyBytes = 24

/** A secret as Standard Webhooks writes it, and a key of the same strength, as they are kept. */
export function newInboxKeys(): { key: string; webhookSecret: string } {
  return {
    key: seal(randomBytes(keyBytes).toString('base64url')),
    webhookSecret: seal(`whsec_${randomBytes(keyBytes).toString('base64')}`),
  }
}

/** The conversation, where the actor is one of those who answer there. */
async function ownConversation(
  tx: Transaction,
  userId: string,
  roomId: string,
): Promise<RoomView | null> {
  const member = await memberships(tx, [{ userId, roomId }])
  const room = member(userId, roomId) ? await readRoom(tx, roomId) : null
  return room?.conversation ? room : null
}

async function changed(tx: Transaction, roomId: string, change: Change): Promise<RoomView> {
  const room = await readRoom(tx, roomId)
  if (!room) throw new Error('A conversation that was changed is gone.')
  tellInbox(change, room, null)
  return room
}

export const assign = alone<'assign'>(async (tx, { actor, command }, change) => {
  const { roomId, userId } = command
  const room = await ownConversation(tx, actor.id, roomId)
  if (!room?.conversation) return noSuchRoom()
  await lockInbox(tx, room.conversation.inboxId)
  if (userId !== null) {
    const member = await memberships(tx, [{ userId, roomId }])
    if (!member(userId, roomId)) {
      return new Refusal('not_found', 'userId: they do not answer in this inbox')
    }
  }
  await tx.conversation.update({ where: { roomId }, data: { assigneeId: userId } })
  return { room: await changed(tx, roomId, change) }
})

export const setDone = alone<'setDone'>(async (tx, { actor, command }, change) => {
  const { roomId, done } = command
  if (!(await ownConversation(tx, actor.id, roomId))) return noSuchRoom()
  const doneAt = done ? new Date() : null
  await tx.conversation.update({ where: { roomId }, data: { doneAt } })
  return { room: await changed(tx, roomId, change) }
})

export const setVisitLink = alone<'setVisitLink'>(async (tx, { actor, command }) => {
  const { roomId, on } = command
  if (!(await ownConversation(tx, actor.id, roomId))) return noSuchRoom()
  const visitId = on ? randomUUID() : null
  await tx.conversation.update({ where: { roomId }, data: { visitId } })
  return { roomId, visitId }
})

async function refused(tx: Transaction, actorId: string, roomId: string): Promise<Refusal | null> {
  const member = await memberships(tx, [{ userId: actorId, roomId }])
  const room = await readRoom(tx, roomId)
  if (room?.kind !== 'inbox' || !member(actorId, roomId)) return noSuchRoom()
  if (mayRunInbox(actorId, room)) return null
  return new Refusal('forbidden', 'Only whoever made the inbox can change how it works.')
}

async function settingsOf(tx: Transaction, roomId: string): Promise<InboxSettings> {
  const settings = await readInboxSettings(tx, roomId)
  if (!settings) throw new Error('An inbox has no settings.')
  return settings
}

/** How an inbox works, for whoever may change that. */
export async function readOwnSettings(
  tx: Transaction,
  actorId: string,
  roomId: string,
): Promise<InboxSettings | Refusal> {
  return (await refused(tx, actorId, roomId)) ?? settingsOf(tx, roomId)
}

export const setInbox = alone<'setInbox'>(async (tx, { actor, command }) => {
  const { roomId, isOpen, webhookUrl } = command
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  const data = { isOpen, webhookUrl: webhookUrl === '' ? null : webhookUrl }
  await tx.inbox.update({ where: { roomId }, data })
  return { settings: await settingsOf(tx, roomId) }
})

export const renewInboxKeys = alone<'renewInboxKeys'>(async (tx, { actor, command }) => {
  const { roomId } = command
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  await tx.inbox.update({ where: { roomId }, data: newInboxKeys() })
  return { settings: await settingsOf(tx, roomId) }
})

export const retryDeliveries = alone<'retryDeliveries'>(async (tx, { actor, command }) => {
  const { roomId } = command
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  const data = { dueAt: new Date(), attempts: 0 }
  await tx.delivery.updateMany({ where: { inboxId: roomId, dueAt: null }, data })
  await tx.$executeRaw`SELECT pg_notify('hubbub_delivery', '')`
  return { settings: await settingsOf(tx, roomId) }
})
