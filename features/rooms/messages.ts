// The commands message, editMessage and deleteMessage.
import { isRefusal, Refusal } from '#platform/errors.ts'
import type { Given, In, Rules, Run } from '#features/define-server.ts'
import { talking } from '#features/rates.ts'
import { deleted, edited, noSuchRoom, said } from './hooks.ts'
import type { rooms } from './protocol.ts'
import type { Reader, Transaction } from '#platform/postgres/database.ts'
import { mayDeleteMessage, mayEditMessage, maySpeak, visibleMessage } from './policy.ts'
import { excerpt, messageColumns, toMessage } from './message-queries.ts'
import { readLatest } from './queries.ts'
import { giveIds } from '#platform/postgres/ordered-ids.ts'

/** The mark of a member who has read nothing: before every id. */
const nothingRead = '00000000-0000-0000-0000-000000000000'

export function noSuchMessage(): Refusal {
  return new Refusal('not_found', 'This message is no longer here.')
}

type Rooms = typeof rooms

export const messageCommands: Pick<
  Rules<Rooms>['commands'],
  'message' | 'editMessage' | 'deleteMessage'
> = {
  message: {
    rate: talking,
    runMany: message,
    keep: (result) => result.message.id,
    recall: ({ db, actor, id }) => recallMessage(db, actor.id, id),
  },
  editMessage: {
    run: editMessage,
    keep: (result) => result.message.id,
    recall: ({ db, actor, id }) => recallMessage(db, actor.id, id),
  },
  deleteMessage: { run: deleteMessage },
}

async function message(given: readonly Given<Rooms, 'message'>[], writing: In<Rooms>) {
  const { tx, publish, call } = writing
  const taken = await giveIds(tx, 'messages', given, ({ input }) => input.roomId)
  const speaks = await maySpeak(
    tx,
    given.map(({ actor, input }) => ({ userId: actor.id, roomId: input.roomId })),
  )
  const allowed = given.filter(({ actor, input }) => speaks(actor.id, input.roomId))
  const replied = await repliedTo(tx, allowed)
  const ids = new Map(taken.map(({ item, id }) => [item, id]))
  const rows = await tx.message.createManyAndReturn({
    data: allowed.map((each) => {
      const { roomId, body, replyTo } = each.input
      return {
        id: ids.get(each) ?? '',
        roomId,
        authorId: each.actor.id,
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
  const results = given.map((each) => {
    const view = views.get(ids.get(each) ?? '')
    if (!view) return noSuchRoom()
    publish(`room:${view.roomId}`, 'message.created', { message: view })
    return { message: view }
  })
  await call(
    said,
    results.flatMap((each) => (isRefusal(each) ? [] : [each.message])),
  )
  return results
}

/** The room of each message that these messages answer. */
async function repliedTo(
  db: Reader,
  given: readonly Given<Rooms, 'message'>[],
): Promise<Map<string, string>> {
  const ids = given.flatMap(({ input }) => input.replyTo ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db.message.findMany({
    where: { id: { in: ids } },
    select: { id: true, roomId: true },
  })
  return new Map(rows.map(({ id, roomId }) => [id, roomId]))
}

async function editMessage({ actor, input, ...writing }: Run<Rooms, 'editMessage'>) {
  const { tx } = writing
  const found = await visibleMessage(tx, actor.id, input.messageId)
  if (!found) return noSuchMessage()
  if (!mayEditMessage(actor.id, { authorId: found.view.author.id })) {
    return new Refusal('forbidden', 'Only its author can change a message.')
  }
  const row = await tx.message.update({
    where: { id: input.messageId },
    data: { body: input.body, editedAt: new Date() },
    select: messageColumns,
  })
  // The earlier words, and quotes of them, must leave the log.
  await writing.forget([input.messageId])
  const quoted = excerpt(input.body)
  await writing.requote(input.messageId, await answersTo(tx, input.messageId), quoted)
  const view = toMessage(row)
  writing.publish(`room:${view.roomId}`, 'message.edited', { message: view, excerpt: quoted })
  await writing.call(edited, [view])
  return { message: view }
}

async function deleteMessage({ actor, input, ...writing }: Run<Rooms, 'deleteMessage'>) {
  const { tx } = writing
  const { messageId } = input
  const found = await visibleMessage(tx, actor.id, messageId)
  if (!found) return noSuchMessage()
  const { author, roomId } = found.view
  if (!mayDeleteMessage(actor.id, { authorId: author.id, roomCreatedById: found.createdById })) {
    return new Refusal('forbidden', 'Only its author, or whoever made the room, can delete it.')
  }
  await writing.requote(messageId, await answersTo(tx, messageId), null)
  await tx.message.delete({ where: { id: messageId } })
  await publishDeleted(writing, [{ roomId, messageId }])
  return { roomId, messageId }
}

/**
 * Moves read marks back to the newest message left, when they stand on a deleted one with an id in the future (of
 * a clock that was ahead): they would count new messages as read. Marks with ids of the past may stay.
 */
async function takeMarksBack(
  tx: Transaction,
  gone: readonly { roomId: string; messageId: string }[],
  newest: ReadonlyMap<string, string>,
): Promise<void> {
  // The database's clock, which makes the new ids.
  const [clock] = await tx.$queryRaw<{ now: string }[]>`SELECT uuid_v7()::text AS now`
  const ahead = gone.filter(({ messageId }) => clock && messageId > clock.now)
  if (ahead.length === 0) return
  const roomIds = [...new Set(ahead.map(({ roomId }) => roomId))]
  const left = roomIds.map((roomId) => newest.get(roomId) ?? nothingRead)
  await tx.$executeRaw`
    UPDATE members SET "readUpTo" = mark FROM unnest(${roomIds}::uuid[], ${left}::uuid[]) AS room(id, mark)
    WHERE "roomId" = room.id AND "readUpTo" > mark`
}

/** Publishes that messages are deleted, whoever deleted their rows, and takes their words out of the log. */
export async function publishDeleted(
  { tx, publish, forget, call }: In<Rooms>,
  gone: readonly { roomId: string; messageId: string }[],
): Promise<void> {
  await forget(gone.map(({ messageId }) => messageId))
  const newest = await readLatest(
    tx,
    gone.map(({ roomId }) => roomId),
  )
  await takeMarksBack(tx, gone, newest)
  const told = gone.map(({ roomId, messageId }) => {
    return { roomId, messageId, latest: newest.get(roomId) ?? null }
  })
  for (const data of told) publish(`room:${data.roomId}`, 'message.deleted', data)
  await call(deleted, told)
}

/** A message as it is now; null when the reader may not see it. */
async function recallMessage(db: Reader, readerId: string, messageId: string) {
  const found = await visibleMessage(db, readerId, messageId)
  return found && { message: found.view }
}

/** The ids of a message's answers: each shows an excerpt of it. */
async function answersTo(tx: Transaction, messageId: string): Promise<string[]> {
  const rows = await tx.message.findMany({
    where: { replyToId: messageId },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}
