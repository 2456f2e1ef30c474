// Queries of messages in a room, page by page by keyset.
import { roomLimits } from './limits.ts'
import type { MessagePage, MessageView, ReactionView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import { cut } from '#platform/text/words.ts'
import { isId } from '#platform/id.ts'
import { plainWords } from '#platform/text/plain-words.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import type { AuthorRow } from '#features/profiles/hooks.ts'

export const messagesPerPage = 50

export const reactionColumns = { emoji: true, userId: true, createdAt: true } as const

export const messageColumns = {
  id: true,
  roomId: true,
  body: true,
  createdAt: true,
  editedAt: true,
  author: { select: authorColumns },
  outsideName: true,
  replyTo: {
    select: { id: true, body: true, author: { select: authorColumns }, outsideName: true },
  },
  reactions: { select: reactionColumns },
} as const

interface MessageRow {
  id: string
  roomId: string
  body: string
  createdAt: Date
  editedAt: Date | null
  author: AuthorRow | null
  outsideName: string | null
  replyTo: {
    id: string
    body: string
    author: AuthorRow | null
    outsideName: string | null
  } | null
  reactions: ReactionRow[]
}

export interface ReactionRow {
  emoji: string
  userId: string
  createdAt: Date
}

export function toMessage(row: MessageRow): MessageView {
  const { id, roomId, body, replyTo } = row
  return {
    id,
    roomId,
    author: speaker(row, roomId),
    body,
    replyTo: replyTo && {
      id: replyTo.id,
      author: speaker(replyTo, roomId),
      body: excerpt(replyTo.body),
    },
    at: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    reactions: toReactions(row.reactions),
  }
}

/** The beginning of a message, as text without Markdown. */
export function excerpt(body: string): string {
  return cut(plainWords(cut(body, 3 * roomLimits.excerpt)), roomLimits.excerpt)
}

/** A visitor's author id is the conversation's id: each conversation has one visitor. */
function speaker(
  { author, outsideName }: { author: AuthorRow | null; outsideName: string | null },
  roomId: string,
): Author {
  return author
    ? toAuthor(author)
    : { id: roomId, handle: '', name: outsideName ?? '', avatar: null }
}

/** Grouped by emoji, in the order in which each was first used. */
export function toReactions(rows: readonly ReactionRow[]): ReactionView[] {
  const inOrder = rows.toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.userId < b.userId ? -1 : 1),
  )
  const byEmoji = new Map<string, string[]>()
  for (const { emoji, userId } of inOrder) {
    byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), userId])
  }
  return [...byEmoji].map(([emoji, userIds]) => ({ emoji, userIds }))
}

/** `before` is the id of the first message of the page after; without it the newest. */
export async function readMessages(
  db: Reader,
  roomId: string,
  { before, limit = messagesPerPage }: { before?: string | null; limit?: number } = {},
): Promise<MessagePage> {
  const older = isId(before) ? { id: { lt: before } } : {}
  const rows = await db.message.findMany({
    where: { roomId, ...older },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: messageColumns,
  })
  const messages = rows.slice(0, limit).map(toMessage).toReversed()
  return { messages, previous: rows.length > limit ? (messages[0]?.id ?? null) : null }
}
