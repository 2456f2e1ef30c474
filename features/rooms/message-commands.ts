// message, editMessage, deleteMessage: what is said in rooms.
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { MessageView } from './protocol.ts'
import { forgetMessages, requoteAnswers } from '#live/server/log/append.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { mayDeleteMessage, maySpeak, memberships } from '#features/policy.ts'
import { excerpt, messageColumns, toMessage } from './message-queries.ts'
import { readLatest } from './queries.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change, Execute, Intent } from '#live/server/commands/change.ts'
import { afterDeletions, afterEdits, afterMessages } from '#features/inboxes/conversation.ts'
import { giveIds } from '#platform/postgres/ordered-ids.ts'

/** The mark of whoever has read nothing. */
const nothingRead = '00000000-0000-0000-0000-000000000000'

export function noSuchRoom(): Refusal {
  return new Refusal('not_found', 'There is no such room for you, or no longer.')
}

export function noSuchMessage(): Refusal {
  return new Refusal('not_found', 'This message is no longer here.')
}

export const message: Execute<'message'> = async (tx, intents, change) => {
  const given = await giveIds(tx, 'messages', intents, ({ command }) => command.roomId)
  const speaks = await maySpeak(
    tx,
    intents.map(({ actor, command }) => ({ userId: actor.id, roomId: command.roomId })),
  )
  const allowed = intents.filter(({ actor, command }) => speaks(actor.id, command.roomId))
  const replied = await repliedTo(tx, allowed)
  const ids = new Map(given.map(({ item, id }) => [item, id]))
  const rows = await tx.message.createManyAndReturn({
    data: allowed.map((intent) => {
      const { roomId, body, replyTo } = intent.command
      return {
        id: ids.get(intent) ?? '',
        roomId,
        authorId: intent.actor.id,
        body,
        replyToId: replyTo !== undefined && replied.get(replyTo) === roomId ? replyTo : null,
      }
    }),
    select: { id: true },
  })
  const written = await tx.message.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: messageColumns,
  })
  const views = new Map(written.map((row) => [row.id, toMessage(row)]))
  const results = intents.map((intent) => {
    const view = views.get(ids.get(intent) ?? '')
    if (!view) return noSuchRoom()
    change.events.push({
      topic: `room:${view.roomId}`,
      type: 'message.created',
      data: { message: view },
    })
    return { message: view }
  })
  await afterMessages(
    tx,
    results.flatMap((each) => ('message' in each && !isRefusal(each) ? [each.message] : [])),
    change,
  )
  return results
}

/** The room of each message that is answered. */
async function repliedTo(
  tx: Transaction,
  intents: readonly Intent<'message'>[],
): Promise<Map<string, string>> {
  const ids = intents.flatMap(({ command }) => command.replyTo ?? [])
  if (ids.length === 0) return new Map()
  const rows = await tx.message.findMany({
    where: { id: { in: ids } },
    select: { id: true, roomId: true },
  })
  return new Map(rows.map(({ id, roomId }) => [id, roomId]))
}

/** A message that the actor may see, or null. */
export async function visibleMessage(
  tx: Transaction,
  actorId: string,
  messageId: string,
): Promise<{ view: MessageView; createdById: string | null } | null> {
  const row = await tx.message.findUnique({
    where: { id: messageId },
    select: { ...messageColumns, room: { select: { createdById: true } } },
  })
  if (!row) return null
  const member = await memberships(tx, [{ userId: actorId, roomId: row.roomId }])
  if (!member(actorId, row.roomId)) return null
  return { view: toMessage(row), createdById: row.room.createdById }
}

export const editMessage = alone<'editMessage'>(async (tx, { actor, command }, change) => {
  const found = await visibleMessage(tx, actor.id, command.messageId)
  if (!found) return noSuchMessage()
  if (found.view.author.id !== actor.id) {
    return new Refusal('forbidden', 'Only its author can change a message.')
  }
  const row = await tx.message.update({
    where: { id: command.messageId },
    data: { body: command.body, editedAt: new Date() },
    select: messageColumns,
  })
  // The words from before are nobody's any more, nor what was quoted of them.
  await forgetMessages(tx, [command.messageId])
  const quoted = excerpt(command.body)
  await requoteAnswers(tx, command.messageId, quoted)
  const view = toMessage(row)
  const topic = `room:${view.roomId}` as const
  change.events.push({ topic, type: 'message.edited', data: { message: view, excerpt: quoted } })
  await afterEdits(tx, [view], change)
  return { message: view }
})

export const deleteMessage = alone<'deleteMessage'>(async (tx, { actor, command }, change) => {
  const { messageId } = command
  const found = await visibleMessage(tx, actor.id, messageId)
  if (!found) return noSuchMessage()
  const { author, roomId } = found.view
  if (!mayDeleteMessage(actor.id, { authorId: author.id, roomCreatedById: found.createdById })) {
    return new Refusal('forbidden', 'Only its author, or whoever made the room, can delete it.')
  }
  await requoteAnswers(tx, messageId, null)
  await tx.message.delete({ where: { id: messageId } })
  await tellDeleted(tx, [{ roomId, messageId }], change)
  return { roomId, messageId }
})

/**
 * A mark on a deleted message of a clock that was ahead would hide what is said from now on: it goes back to the newest
 * one that is left. Ids of the past need nothing, those that come are behind them.
 */
async function takeMarksBack(
  tx: Transaction,
  gone: readonly { roomId: string; messageId: string }[],
  newest: ReadonlyMap<string, string>,
): Promise<void> {
  // By the clock that new ids are of.
  const [clock] = await tx.$queryRaw<{ now: string }[]>`SELECT uuid_v7()::text AS now`
  const ahead = gone.filter(({ messageId }) => clock && messageId > clock.now)
  if (ahead.length === 0) return
  const roomIds = [...new Set(ahead.map(({ roomId }) => roomId))]
  const left = roomIds.map((roomId) => newest.get(roomId) ?? nothingRead)
  await tx.$executeRaw`
    UPDATE members SET "readUpTo" = mark FROM unnest(${roomIds}::uuid[], ${left}::uuid[]) AS room(id, mark)
    WHERE "roomId" = room.id AND "readUpTo" > mark`
}

/** Says that messages are gone, whoever deleted their rows, and takes their words out of the log. */
export async function tellDeleted(
  tx: Transaction,
  gone: readonly { roomId: string; messageId: string }[],
  change: Change,
): Promise<void> {
  await forgetMessages(
    tx,
    gone.map(({ messageId }) => messageId),
  )
  const newest = await readLatest(
    tx,
    gone.map(({ roomId }) => roomId),
  )
  await takeMarksBack(tx, gone, newest)
  const told = gone.map(({ roomId, messageId }) => {
    return { roomId, messageId, latest: newest.get(roomId) ?? null }
  })
  for (const data of told) {
    change.events.push({ topic: `room:${data.roomId}`, type: 'message.deleted', data })
  }
  await afterDeletions(tx, told, change)
}
