// External changes (Prisma Studio, `psql`) of messages and reactions.
import type { In, Rules } from '#features/define-server.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import * as hooks from './hooks.ts'
import { publishDeleted } from './messages.ts'
import type { rooms } from './protocol.ts'
import { messageColumns, reactionColumns, toMessage, toReactions } from './message-queries.ts'
import { pairsOf, retell, valuesOf, wasMade } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'

type Rooms = typeof rooms

export const messageChanges: Rules<Rooms>['externalChanges'] = {
  messages: { keys: ['id', 'roomId'], take: takeMessages },
  reactions: { keys: ['messageId'], take: takeReactions },
}

async function takeMessages(notes: readonly Note[], writing: In<Rooms>): Promise<void> {
  const { tx, publish, forget, call } = writing
  const ids = valuesOf(notes, 'id')
  await hold(writing, ids)
  const rows = await tx.message.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: messageColumns,
  })
  const places = new Map(rows.map((row) => [row.id, row.roomId]))
  const gone = pairsOf(notes, 'id', 'roomId')
    .filter(({ first, second }) => places.get(first) !== second)
    .map(({ first, second }) => ({ messageId: first, roomId: second }))
  // The earlier words must leave the log.
  await forget(ids)
  if (gone.length > 0) await publishDeleted(writing, gone)
  const views = rows.map(toMessage)
  const made = views.filter(({ id }) => wasMade(notes, 'id', id))
  const edited = views.filter(({ id }) => !wasMade(notes, 'id', id))
  for (const message of made) publish(`room:${message.roomId}`, 'message.created', { message })
  for (const message of edited) publish(`room:${message.roomId}`, 'message.edited', { message })
  await call(hooks.said, made)
  await call(hooks.edited, edited)
  await retellAnswers(
    tx,
    valuesOf(
      notes.filter(({ verb }) => verb === 'UPDATE'),
      'id',
    ),
  )
}

async function takeReactions(notes: readonly Note[], writing: In<Rooms>): Promise<void> {
  const ids = valuesOf(notes, 'messageId')
  await hold(writing, ids)
  const rows = await writing.tx.message.findMany({
    where: { id: { in: ids } },
    select: { id: true, roomId: true, reactions: { select: reactionColumns } },
  })
  for (const { id, roomId, reactions: given } of rows) {
    const data = { roomId, messageId: id, reactions: toReactions(given) }
    writing.publish(`room:${roomId}`, 'message.reactions', data)
  }
}

async function hold({ tx }: In<Rooms>, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM messages WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Updates the answers to these messages, which show an excerpt of them. */
async function retellAnswers(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const answers = await tx.message.findMany({
    where: { replyToId: { in: [...ids] } },
    select: { id: true, roomId: true },
  })
  await retell(tx, 'messages', answers)
}
