// What is kept of an answer so that the same command, sent again, gets it: no words, names or keys, they would outlive
// their deletion. The answer is made anew from what its ids lead to, as its person may see it now.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Command, CommandResult, CommandType } from '#features/protocol.ts'
import { errorCode, isRefusal, Refusal } from '#platform/errors.ts'
import type { Ack, Answer } from '../../protocol/messages.ts'
import type { KeptAnswer } from '../log/append.ts'
import type { Reader } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/direct.ts'
import type { Intent } from './change.ts'
import { names, recall } from '#features/recall.ts'

export type Outcome = Ack['result'] | Refusal

const named = z.object({ id: z.string() }).optional()

/** The ids in a result, and nothing else of it. */
const shown = z.object({
  postId: z.string().optional(),
  post: named,
  commentId: z.string().optional(),
  comment: named,
  messageId: z.string().optional(),
  message: named,
  roomId: z.string().optional(),
  leftRoomId: z.string().optional(),
  room: named,
  own: z.object({ room: z.object({ id: z.string() }) }).optional(),
  settings: z.object({ roomId: z.string() }).optional(),
  userId: z.string().optional(),
  user: named,
  draftId: z.string().optional(),
  versionId: z.string().optional(),
  changed: z.boolean().optional(),
})

const keptSchema = z.union([
  z.object({ refusal: z.object({ code: errorCode, message: z.string() }) }),
  z.object({ names }),
])

function namesOf(result: CommandResult[CommandType]): z.input<typeof names> {
  const found = shown.parse(result)
  const { commentId, messageId, userId, draftId, versionId, changed } = found
  return {
    postId: found.postId ?? found.post?.id,
    commentId: commentId ?? found.comment?.id,
    messageId: messageId ?? found.message?.id,
    roomId:
      found.roomId ??
      found.leftRoomId ??
      found.room?.id ??
      found.own?.room.id ??
      found.settings?.roomId,
    userId: userId ?? found.user?.id,
    draftId,
    versionId,
    changed,
  }
}

/** Tells a command from every other one, its `ref` aside: 32 bytes in hexadecimal. */
export function printOf(command: Command): string {
  const { ref: _, ...rest } = command
  const fields = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** What is kept of the outcome of a command. */
export function keptAnswer({ actor, command }: Intent, outcome: Outcome): KeptAnswer {
  const kept = isRefusal(outcome)
    ? { refusal: { code: outcome.code, message: outcome.message } }
    : { names: namesOf(outcome as CommandResult[CommandType]) }
  return { actorId: actor.id, ref: command.ref, print: printOf(command), kept }
}

/** The answer that goes out; `cursor`: the log's end after the command. */
export function toAnswer({ command: { ref } }: Intent, outcome: Outcome, cursor: string): Answer {
  if (isRefusal(outcome)) {
    return { type: 'error', ref, code: outcome.code, message: outcome.message }
  }
  return { type: 'ack', ref, cursor, result: outcome }
}

interface Row {
  actor: string
  ref: string
  print: string | null
  kept: unknown
  event: bigint | null
}

/** The answers of those commands that were sent before, read anew from `db`. Intents are of different people. */
export async function firstAnswers(
  tx: Statements,
  db: Reader,
  intents: readonly Intent[],
  cursorOf: (eventId: number) => string,
): Promise<Map<Intent, Answer>> {
  const actors = intents.map(({ actor }) => actor.id)
  const refs = intents.map(({ command }) => command.ref)
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "actorId"::text AS actor, commands.ref, print, kept, "eventId" AS event FROM commands
    JOIN unnest(${actors}::uuid[], ${refs}::text[]) AS asked(actor, ref)
      ON "actorId" = asked.actor AND commands.ref = asked.ref`
  const answers = new Map<Intent, Answer>()
  for (const row of rows) {
    const intent = intents.find(({ actor }) => actor.id === row.actor)
    if (!intent) continue
    // One after the other: a transaction is one connection, and few commands are sent twice.
    // oxlint-disable-next-line no-await-in-loop
    const outcome = await outcomeOf(db, intent, row)
    answers.set(intent, toAnswer(intent, outcome, cursorOf(Number(row.event ?? 0))))
  }
  return answers
}

async function outcomeOf(db: Reader, intent: Intent, row: Row): Promise<Outcome> {
  if (row.print !== null && row.print !== printOf(intent.command)) {
    return new Refusal('invalid', 'ref: another command of yours had this one already.')
  }
  const kept = keptSchema.parse(row.kept)
  if ('refusal' in kept) return new Refusal(kept.refusal.code, kept.refusal.message)
  const result = await recall(db, intent, kept.names)
  return (
    result ?? new Refusal('not_found', 'What this command did is no longer here, or not for you.')
  )
}
