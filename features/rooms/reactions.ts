// react and unreact: a state, as a like is.
import { Prisma } from '#prisma/client.ts'
import type { Refusal } from '#platform/errors.ts'
import type { ReactionView } from './protocol.ts'
import type { Statements } from '#platform/postgres/direct.ts'
import { memberships } from '#features/policy.ts'
import { toReactions } from './message-queries.ts'
import type { ReactionRow } from './message-queries.ts'
import type { Change, ExecuteDirectly, Intent } from '#live/server/commands/change.ts'
import { noSuchMessage } from './message-commands.ts'

export const react: ExecuteDirectly<'react'> = (tx, intents, change) =>
  setReactions(
    tx,
    intents,
    change,
    (given) => tx.$queryRaw`
      INSERT INTO reactions ("messageId", "userId", emoji) SELECT * FROM ${rowsOf(given)}
      ON CONFLICT DO NOTHING RETURNING "messageId"::text`,
  )

export const unreact: ExecuteDirectly<'unreact'> = (tx, intents, change) =>
  setReactions(
    tx,
    intents,
    change,
    (taken) => tx.$queryRaw`
      DELETE FROM reactions USING ${rowsOf(taken)} AS gone(message, person, emoji)
      WHERE "messageId" = gone.message AND "userId" = gone.person AND reactions.emoji = gone.emoji
      RETURNING "messageId"::text`,
  )

function rowsOf(reactions: readonly Reaction[]): Prisma.Sql {
  const messageIds = reactions.map(({ messageId }) => messageId)
  const userIds = reactions.map(({ userId }) => userId)
  const emoji = reactions.map((each) => each.emoji)
  return Prisma.sql`unnest(${messageIds}::uuid[], ${userIds}::uuid[], ${emoji}::text[])`
}

type Reacted = { roomId: string; messageId: string; reactions: ReactionView[] }
type Reaction = { messageId: string; userId: string; emoji: string }

/** Twice is once: without a change nobody is told. `set` returns the messages that changed. */
async function setReactions(
  tx: Statements,
  intents: readonly (Intent<'react'> | Intent<'unreact'>)[],
  change: Change,
  set: (reactions: Reaction[]) => Promise<{ messageId: string }[]>,
): Promise<(Reacted | Refusal)[]> {
  const asked = [...new Set(intents.map(({ command }) => command.messageId))]
  // Absolute reactions are told in the order in which they were set.
  const held = await tx.$queryRaw<{ id: string; roomId: string }[]>`
    SELECT id::text, "roomId"::text FROM messages WHERE id = ANY(${asked}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
  const rooms = new Map(held.map(({ id, roomId }) => [id, roomId]))
  const pairs = intents.flatMap(({ actor, command }) => {
    const roomId = rooms.get(command.messageId)
    return roomId === undefined ? [] : [{ userId: actor.id, roomId }]
  })
  const member = await memberships(tx, pairs)
  const isSeen = ({ actor, command }: (typeof intents)[number]) =>
    member(actor.id, rooms.get(command.messageId) ?? '')
  const changed = await set(
    intents.filter(isSeen).map(({ actor, command: { messageId, emoji } }) => {
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
    change.events.push({ topic: `room:${data.roomId}`, type: 'message.reactions', data })
  }
  return intents.map((intent) => {
    const view = isSeen(intent) ? views.get(intent.command.messageId) : undefined
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
