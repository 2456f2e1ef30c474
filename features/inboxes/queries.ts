// Queries of inboxes: settings, pages of conversations, and a conversation as its visitor sees it.
import type { InboxSettings } from './protocol.ts'
import type { MessagePage, MessageView, RoomView } from '#features/rooms/protocol.ts'
import type { Author } from '#platform/author.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { unseal } from '#platform/seal.ts'
import { readMessages, readRooms } from '#features/rooms/hooks.ts'
import { pageOf } from '#platform/postgres/keyset.ts'

const perPage = 50

/** For the account that made the inbox; null when there is none. */
export async function readInboxSettings(db: Reader, roomId: string): Promise<InboxSettings | null> {
  const row = await db.inbox.findUnique({ where: { roomId } })
  if (!row) return null
  const givenUp = { inboxId: roomId, dueAt: null }
  const failed = await db.delivery.count({ where: givenUp })
  const newest = await db.delivery.findFirst({
    where: { inboxId: roomId, problem: { not: null } },
    orderBy: { id: 'desc' },
    select: { problem: true },
  })
  const { key, isOpen, webhookUrl, webhookSecret } = row
  const problem = newest?.problem ?? null
  // Empty when they were sealed with another secret: new keys are needed.
  const keys = { key: unseal(key) ?? '', webhookSecret: unseal(webhookSecret) ?? '' }
  return { roomId, ...keys, isOpen, webhookUrl, failed, problem }
}

/** An inbox that anybody may write to on its page, or null. */
export async function readOpenInbox(
  db: Reader,
  roomId: string,
): Promise<{ id: string; name: string } | null> {
  if (!isId(roomId)) return null
  const row = await db.inbox.findUnique({
    where: { roomId, isOpen: true },
    select: { room: { select: { id: true, name: true } } },
  })
  return row?.room ?? null
}

/**
 * A page of an inbox's conversations: those that are done, newest first, or the open ones, oldest first, so
 * that the longest wait is on the first page. `beyond` is the `next` of the page before.
 */
export async function readConversations(
  db: Reader,
  inboxId: string,
  which: 'done' | 'open',
  beyond: string | null,
): Promise<{ rooms: RoomView[]; next: string | null }> {
  const isDone = which === 'done'
  const rest = isId(beyond) ? { roomId: isDone ? { lt: beyond } : { gt: beyond } } : {}
  const rows = await db.conversation.findMany({
    where: { inboxId, doneAt: isDone ? { not: null } : null, ...rest },
    orderBy: { roomId: isDone ? 'desc' : 'asc' },
    take: perPage + 1,
    select: { roomId: true },
  })
  const { page, next } = pageOf(
    rows.map(({ roomId }) => ({ id: roomId })),
    perPage,
  )
  const ids = page.map(({ id }) => id)
  const rooms = new Map((await readRooms(db, ids)).map((room) => [room.id, room]))
  return { rooms: ids.flatMap((id) => rooms.get(id) ?? []), next }
}

/** The visitor's link of a conversation, and the gateway's name for the visitor; null when there is none. */
export function readContact(
  db: Reader,
  roomId: string,
): Promise<{ address: string | null; visitId: string | null } | null> {
  return db.conversation.findUnique({
    where: { roomId },
    select: { address: true, visitId: true },
  })
}

/** A conversation as its visitor sees it: the inbox answers as one. */
export interface Visit {
  id: string
  inbox: Author
  visitor: Author
}

export const visitColumns = {
  roomId: true,
  inboxId: true,
  visitId: true,
  room: { select: { name: true } },
  inbox: { select: { room: { select: { name: true } } } },
} as const

interface VisitRow {
  roomId: string
  inboxId: string
  visitId: string | null
  room: { name: string }
  inbox: { room: { name: string } }
}

/** Null when the conversation has no link. */
export function toVisit(row: VisitRow): Visit | null {
  if (row.visitId === null) return null
  const outside = { handle: '', avatar: null }
  return {
    id: row.visitId,
    inbox: { ...outside, id: row.inboxId, name: row.inbox.room.name },
    visitor: { ...outside, id: row.roomId, name: row.room.name },
  }
}

/** The conversation of a visitor's link; null when there is none, or it was withdrawn. */
export async function readVisit(db: Reader, visitId: string): Promise<Visit | null> {
  if (!isId(visitId)) return null
  const row = await db.conversation.findUnique({ where: { visitId }, select: visitColumns })
  return row && toVisit(row)
}

/** A message as the visitor sees it: without the team's names and reactions. */
export function forVisitor(message: MessageView, { id, inbox, visitor }: Visit): MessageView {
  const seen = (author: Author) => (author.handle === '' ? visitor : inbox)
  return {
    ...message,
    roomId: id,
    author: seen(message.author),
    replyTo: message.replyTo && { ...message.replyTo, author: seen(message.replyTo.author) },
    reactions: [],
  }
}

/** As `readMessages`, for the visitor. */
export async function readVisitMessages(
  db: Reader,
  visit: Visit,
  asked: { before?: string | null; limit?: number } = {},
): Promise<MessagePage> {
  const page = await readMessages(db, visit.visitor.id, asked)
  return { ...page, messages: page.messages.map((message) => forVisitor(message, visit)) }
}
