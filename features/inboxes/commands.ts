// Commands of an inbox's team: assigning and closing conversations, and the inbox's settings.
import { randomBytes, randomUUID } from 'node:crypto'
import { Refusal } from '#platform/errors.ts'
import type { InboxSettings, inboxes } from './protocol.ts'
import type { RoomView } from '#features/rooms/protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { seal } from '#platform/seal.ts'
import { ownConversation, refused } from './policy.ts'
import { readInboxSettings } from './queries.ts'
import { getRoom, memberships, noSuchRoom } from '#features/rooms/hooks.ts'
import type { In, Rules, Run } from '#features/define-server.ts'
import type { Author } from '#platform/author.ts'
import { publishConversation } from './conversation.ts'
import { lockInbox } from './members.ts'

type Inboxes = typeof inboxes
type Asked = { db: Reader; actor: Author; id: string }

const conversation = {
  keep: (result: { room: RoomView }) => result.room.id,
  recall: ({ db, actor, id }: Asked) => recallConversation(db, actor.id, id),
}
const settings = {
  keep: (result: { settings: InboxSettings }) => result.settings.roomId,
  recall: ({ db, actor, id }: Asked) => recallSettings(db, actor.id, id),
}

export const commands: Rules<Inboxes>['commands'] = {
  assign: { run: assign, ...conversation },
  setDone: { run: setDone, ...conversation },
  setVisitLink: {
    run: setVisitLink,
    keep: (result) => result.roomId,
    recall: ({ db, actor, id }) => recallVisitLink(db, actor.id, id),
  },
  setInbox: { run: setInbox, ...settings },
  renewInboxKeys: { run: renewInboxKeys, ...settings },
  retryDeliveries: { run: retryDeliveries, ...settings },
}

const keyBytes = 24

/** A new key, and a webhook secret as Standard Webhooks writes it; both sealed, as they are stored. */
export function newInboxKeys(): { key: string; webhookSecret: string } {
  return {
    key: seal(randomBytes(keyBytes).toString('base64url')),
    webhookSecret: seal(`whsec_${randomBytes(keyBytes).toString('base64')}`),
  }
}

async function changed(writing: In<Inboxes>, roomId: string): Promise<RoomView> {
  const room = await getRoom(writing.tx, roomId)
  if (!room) throw new Error('A conversation that was changed is gone.')
  publishConversation(writing, room, null)
  return room
}

async function assign({ actor, input, ...writing }: Run<Inboxes, 'assign'>) {
  const { tx } = writing
  const { roomId, userId } = input
  const room = await ownConversation(tx, actor.id, roomId)
  if (!room?.conversation) return noSuchRoom()
  await lockInbox(writing, room.conversation.inboxId)
  if (userId !== null) {
    const member = await memberships(tx, [{ userId, roomId }])
    if (!member(userId, roomId)) {
      return new Refusal('not_found', 'userId: they do not answer in this inbox')
    }
  }
  await tx.conversation.update({ where: { roomId }, data: { assigneeId: userId } })
  return { room: await changed(writing, roomId) }
}

async function setDone({ actor, input, ...writing }: Run<Inboxes, 'setDone'>) {
  const { tx } = writing
  const { roomId, done } = input
  if (!(await ownConversation(tx, actor.id, roomId))) return noSuchRoom()
  const doneAt = done ? new Date() : null
  await tx.conversation.update({ where: { roomId }, data: { doneAt } })
  return { room: await changed(writing, roomId) }
}

async function setVisitLink({ tx, actor, input }: Run<Inboxes, 'setVisitLink'>) {
  const { roomId, on } = input
  if (!(await ownConversation(tx, actor.id, roomId))) return noSuchRoom()
  const visitId = on ? randomUUID() : null
  await tx.conversation.update({ where: { roomId }, data: { visitId } })
  return { roomId, visitId }
}

async function settingsOf(tx: Reader, roomId: string): Promise<InboxSettings> {
  const settings = await readInboxSettings(tx, roomId)
  if (!settings) throw new Error('An inbox has no settings.')
  return settings
}

/** How an inbox works, for whoever may change that; null for others. */
async function recallSettings(db: Reader, actorId: string, roomId: string) {
  if (await refused(db, actorId, roomId)) return null
  return { settings: await settingsOf(db, roomId) }
}

/** A conversation as it is now, for those who answer there; null for others. */
async function recallConversation(db: Reader, actorId: string, roomId: string) {
  const room = await ownConversation(db, actorId, roomId)
  return room && { room }
}

async function recallVisitLink(db: Reader, actorId: string, roomId: string) {
  if (!(await ownConversation(db, actorId, roomId))) return null
  const row = await db.conversation.findUnique({ where: { roomId }, select: { visitId: true } })
  return row && { roomId, visitId: row.visitId }
}

async function setInbox({ tx, actor, input }: Run<Inboxes, 'setInbox'>) {
  const { roomId, isOpen, webhookUrl } = input
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  const data = { isOpen, webhookUrl: webhookUrl === '' ? null : webhookUrl }
  await tx.inbox.update({ where: { roomId }, data })
  return { settings: await settingsOf(tx, roomId) }
}

async function renewInboxKeys({ tx, actor, input }: Run<Inboxes, 'renewInboxKeys'>) {
  const { roomId } = input
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  await tx.inbox.update({ where: { roomId }, data: newInboxKeys() })
  return { settings: await settingsOf(tx, roomId) }
}

async function retryDeliveries({ tx, actor, input }: Run<Inboxes, 'retryDeliveries'>) {
  const { roomId } = input
  const refusal = await refused(tx, actor.id, roomId)
  if (refusal) return refusal
  const data = { dueAt: new Date(), attempts: 0 }
  await tx.delivery.updateMany({ where: { inboxId: roomId, dueAt: null }, data })
  await tx.$executeRaw`SELECT pg_notify('hubbub_delivery', '')`
  return { settings: await settingsOf(tx, roomId) }
}
