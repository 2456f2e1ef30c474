// The commands react and unreact: idempotent, like a like.
import { Prisma } from '#prisma/client.ts'
import type { Refusal } from '#platform/errors.ts'
import type { DirectIn, Given, Rules } from '#features/define-server.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { ReactionView, rooms } from './protocol.ts'
import type { Statements } from '#platform/postgres/statements.ts'
import { memberships, visibleMessage } from './policy.ts'
import { toReactions } from './message-queries.ts'
import type { ReactionRow } from './message-queries.ts'
import { noSuchMessage } from './messages.ts'

type Rooms = typeof rooms

export const reactionCommands: Pick<Rules<Rooms>['commands'], 'react' | 'unreact'> = {
  react: {
    lane: 'reactions',
    runDirectly: react,
    keep: (result) => result.messageId,
    recall: ({ db, actor, id }) => recallReactions(db, actor.id, id),
  },
  unreact: {
    lane: 'reactions',
    runDirectly: unreact,
    keep: (result) => result.messageId,
    recall: ({ db, actor, id }) => recallReactions(db, actor.id, id),
  },
}

function react(given: readonly Given<Rooms, 'react'>[], writing: DirectIn<Rooms>) {
  return setReactions(
    given,
    writing,
    (added) => writing.tx.$queryRaw`
      INSERT INTO reactions ("messageId", "userId", emoji) SELECT * FROM ${rowsOf(added)}
      ON CONFLICT DO NOTHING RETURNING "messageId"::text`,
  )
}

function unreact(given: readonly Given<Rooms, 'unreact'>[], writing: DirectIn<Rooms>) {
  return setReactions(
    given,
    writing,
    (taken) => writing.tx.$queryRaw`
      DELETE FROM reactions USING ${rowsOf(taken)} AS gone(message, person, emoji)
      WHERE "messageId" = gone.message AND "userId" = gone.person AND reactions.emoji = gone.emoji
      RETURNING "messageId"::text`,
  )
}

function rowsOf(reactions: readonly Reaction[]): Prisma.Sql {
  const messageIds = reactions.map(({ messageId }) => messageId)
  const userIds = reactions.map(({ userId }) => userId)
  const emoji = reactions.map((each) => each.emoji)
  return Prisma.sql`unnest(${messageIds}::uuid[], ${userIds}::uuid[], ${emoji}::text[])`
}

type Reacted = { roomId: string; messageId: string; reactions: ReactionView[] }
type Reaction = { messageId: string; userId: string; emoji: string }

/** Setting a reaction twice changes nothing and publishes nothing. `set` returns the messages that changed. */
async function setReactions(
  given: readonly (Given<Rooms, 'react'> | Given<Rooms, 'unreact'>)[],
  { tx, publish }: DirectIn<Rooms>,
  set: (reactions: Reaction[]) => Promise<{ messageId: string }[]>,
): Promise<(Reacted | Refusal)[]> {
  const asked = [...new Set(given.map(({ input }) => input.messageId))]
  // Locked in id order, so that the absolute reactions are published in the order in which they were set.
  const held = await tx.$queryRaw<{ id: string; roomId: string }[]>`
    SELECT id::text, "roomId"::text FROM messages WHERE id = ANY(${asked}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
  const rooms = new Map(held.map(({ id, roomId }) => [id, roomId]))
  const pairs = given.flatMap(({ actor, input }) => {
    const roomId = rooms.get(input.messageId)
    return roomId === undefined ? [] : [{ userId: actor.id, roomId }]
  })
  const member = await memberships(tx, pairs)
  const isSeen = ({ actor, input }: (typeof given)[number]) =>
    member(actor.id, rooms.get(input.messageId) ?? '')
  const changed = await set(
    given.filter(isSeen).map(({ actor, input: { messageId, emoji } }) => {
      return { messageId, userId: actor.id, emoji }
    }),
  )
  const reactions = await reactionsOf(tx, asked)
  const views = new Map(
    held.map(({ id, roomId }) => {
      return [id, { roomId, messageId: id, reactions: reactions.get(id) ?? [] }]
    }),
  )
  for (const messageId of new Set(changed.map((each) => each.messageId))) {
    const data = views.get(messageId)
    if (!data) continue
    publish(`room:${data.roomId}`, 'message.reactions', data)
  }
  return given.map((each) => {
    const view = isSeen(each) ? views.get(each.input.messageId) : undefined
    return view ?? noSuchMessage()
  })
}

async function reactionsOf(
  tx: Statements,
  messageIds: readonly string[],
): Promise<Map<string, ReactionView[]>> {
  const rows = await tx.$queryRaw<(ReactionRow & { messageId: string })[]>`
    SELECT "messageId"::text, emoji, "userId"::text, "createdAt" FROM reactions
    WHERE "messageId" = ANY(${[...messageIds]}::uuid[])`
  const byMessage = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) {
    const known = byMessage.get(row.messageId)
    if (known) known.push(row)
    else byMessage.set(row.messageId, [row])
  }
  return new Map([...byMessage].map(([id, each]) => [id, toReactions(each)]))
}

async function recallReactions(db: Reader, readerId: string, messageId: string) {
  const found = await visibleMessage(db, readerId, messageId)
  return found && { roomId: found.view.roomId, messageId, reactions: found.view.reactions }
}
