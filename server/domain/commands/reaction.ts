// react and unreact: a state, as a like is.
import type { Refusal } from '#protocol/errors.ts'
import type { ReactionView } from '#protocol/rooms.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import { memberships } from '../policy.ts'
import { reactionColumns, toReactions } from '../queries/messages.ts'
import type { Change, Execute, Intent } from './change.ts'
import { noSuchMessage } from './message.ts'

export const react: Execute<'react'> = (tx, intents, change) =>
  setReactions(tx, intents, change, async (given) => {
    const rows = await tx.reaction.createManyAndReturn({
      data: given,
      skipDuplicates: true,
      select: { messageId: true },
    })
    return rows.map(({ messageId }) => messageId)
  })

export const unreact: Execute<'unreact'> = (tx, intents, change) =>
  setReactions(tx, intents, change, async (taken) => {
    const messageIds = taken.map(({ messageId }) => messageId)
    const userIds = taken.map(({ userId }) => userId)
    const emoji = taken.map((each) => each.emoji)
    const rows = await tx.$queryRaw<{ messageId: string }[]>`
      DELETE FROM reactions
      USING unnest(${messageIds}::uuid[], ${userIds}::uuid[], ${emoji}::text[]) AS gone(message, person, emoji)
      WHERE "messageId" = gone.message AND "userId" = gone.person AND reactions.emoji = gone.emoji
      RETURNING "messageId"::text`
    return rows.map(({ messageId }) => messageId)
  })

type Reacted = { roomId: string; messageId: string; reactions: ReactionView[] }
type Reaction = { messageId: string; userId: string; emoji: string }

/** Twice is once: without a change nobody is told. `set` returns the messages that changed. */
async function setReactions(
  tx: Transaction,
  intents: readonly (Intent<'react'> | Intent<'unreact'>)[],
  change: Change,
  set: (reactions: Reaction[]) => Promise<string[]>,
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
  for (const messageId of new Set(changed)) {
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
  tx: Transaction,
  messageIds: readonly string[],
): Promise<Map<string, ReactionView[]>> {
  const rows = await tx.reaction.findMany({
    where: { messageId: { in: [...messageIds] } },
    select: { messageId: true, ...reactionColumns },
  })
  const byMessage = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) {
    const known = byMessage.get(row.messageId)
    if (known) known.push(row)
    else byMessage.set(row.messageId, [row])
  }
  return new Map([...byMessage].map(([id, each]) => [id, toReactions(each)]))
}
