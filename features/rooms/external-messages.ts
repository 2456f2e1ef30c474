// Messages and reactions, changed by somebody else than the app.
import { forgetMessages } from '#live/server/log/append.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { afterEdits, afterMessages } from '#features/inboxes/conversation.ts'
import { tellDeleted } from './message-commands.ts'
import { messageColumns, reactionColumns, toMessage, toReactions } from './message-queries.ts'
import { pairsOf, retell, valuesOf, wasMade } from '#live/server/external/notes.ts'
import type { Handler, Stride } from '#live/server/external/notes.ts'

export const messages: Handler = async (stride, notes) => {
  const { tx, change } = stride
  const ids = valuesOf(notes, 'id')
  await hold(stride, ids)
  const rows = await tx.message.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: messageColumns,
  })
  const places = new Map(rows.map((row) => [row.id, row.roomId]))
  const gone = pairsOf(notes, 'id', 'roomId')
    .filter(({ first, second }) => places.get(first) !== second)
    .map(({ first, second }) => ({ messageId: first, roomId: second }))
  // The words from before are nobody's any more.
  await forgetMessages(tx, ids)
  if (gone.length > 0) await tellDeleted(tx, gone, change)
  const views = rows.map(toMessage)
  const made = views.filter(({ id }) => wasMade(notes, 'id', id))
  const edited = views.filter(({ id }) => !wasMade(notes, 'id', id))
  for (const [type, list] of [
    ['message.created', made],
    ['message.edited', edited],
  ] as const) {
    for (const message of list)
      change.events.push({ topic: `room:${message.roomId}`, type, data: { message } })
  }
  if (made.length > 0) await afterMessages(tx, made, change)
  if (edited.length > 0) await afterEdits(tx, edited, change)
  await retellAnswers(
    tx,
    valuesOf(
      notes.filter(({ verb }) => verb === 'UPDATE'),
      'id',
    ),
  )
}

export const reactions: Handler = async (stride, notes) => {
  const ids = valuesOf(notes, 'messageId')
  await hold(stride, ids)
  const rows = await stride.tx.message.findMany({
    where: { id: { in: ids } },
    select: { id: true, roomId: true, reactions: { select: reactionColumns } },
  })
  for (const { id, roomId, reactions: given } of rows) {
    const data = { roomId, messageId: id, reactions: toReactions(given) }
    stride.change.events.push({ topic: `room:${roomId}`, type: 'message.reactions', data })
  }
}

async function hold({ tx }: Stride, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM messages WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Answers show an excerpt of what they answer. */
async function retellAnswers(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const answers = await tx.message.findMany({
    where: { replyToId: { in: [...ids] } },
    select: { id: true, roomId: true },
  })
  await retell(tx, 'messages', answers)
}
