// Runs a group of commands as one transaction: rows, counts, events and answers together, or nothing.
import type { CommandType } from '#protocol/commands.ts'
import { isRefusal } from '#protocol/errors.ts'
import type { Refusal } from '#protocol/errors.ts'
import type { Ack, Answer } from '#protocol/messages.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import type { Change, Execute, Intent } from './change.ts'
import { comment, deleteComment } from './comment.ts'
import { like, unlike } from './like.ts'
import { deleteMessage, editMessage, message, react, unreact } from './message.ts'
import {
  askToDraft,
  createDraft,
  deleteDraft,
  keepVersion,
  removeFromDraft,
  setDraftLink,
} from './draft.ts'
import { publishDraft, updatePublished } from './publish.ts'
import {
  assign,
  renewInboxKeys,
  retryDeliveries,
  setDone,
  setInbox,
  setVisitLink,
} from './inbox.ts'
import { deletePost, post } from './post.ts'
import { editProfile } from './profile.ts'
import {
  createRoom,
  invite,
  joinRoom,
  leaveRoom,
  openDirect,
  readRoom,
  removeMember,
} from './room.ts'
import { write } from './write.ts'
import type { WriteContext } from './write.ts'

const executes: { [T in CommandType]: Execute<T> } = {
  post,
  comment,
  like,
  unlike,
  deleteComment,
  deletePost,
  editProfile,
  message,
  editMessage,
  deleteMessage,
  react,
  unreact,
  createRoom,
  openDirect,
  joinRoom,
  leaveRoom,
  invite,
  removeMember,
  readRoom,
  createDraft,
  deleteDraft,
  askToDraft,
  removeFromDraft,
  setDraftLink,
  keepVersion,
  publishDraft,
  updatePublished,
  assign,
  setDone,
  setVisitLink,
  setInbox,
  renewInboxKeys,
  retryDeliveries,
}

const grouped: ReadonlySet<CommandType> = new Set(['post', 'comment', 'like', 'unlike', 'message'])

/** Whether commands of this type share a transaction with those of other people. */
export function mayShare(type: CommandType): boolean {
  return grouped.has(type)
}

/**
 * An answer for each intent, in order, and the log's last event then. Intents of one group are of different
 * people. Throws when the database does; then none of them happened.
 */
export async function runGroup(
  context: WriteContext,
  intents: readonly Intent[],
): Promise<{ answers: Answer[]; last: number }> {
  const answers = new Map<Intent, Answer>()
  const { last } = await write(
    context,
    async (tx, change) => {
      // It may be another attempt.
      answers.clear()
      for (const [intent, answer] of await firstAnswers(tx, intents)) answers.set(intent, answer)
      const fresh = intents.filter((intent) => !answers.has(intent))
      return executeAll(tx, fresh, change)
    },
    async (tx, outcomes, cursor) => {
      for (const [intent, outcome] of outcomes)
        answers.set(intent, toAnswer(intent, outcome, cursor))
      await keepAnswers(tx, [...outcomes.keys()], answers)
    },
  )
  return { answers: intents.flatMap((intent) => answers.get(intent) ?? []), last }
}

type Outcome = Ack['result'] | Refusal

async function executeAll(
  tx: Transaction,
  intents: readonly Intent[],
  change: Change,
): Promise<Map<Intent, Outcome>> {
  const outcomes = new Map<Intent, Outcome>()
  for (const type of Object.keys(executes) as CommandType[]) {
    const ofType = intents.filter((intent) => intent.command.type === type)
    if (ofType.length === 0) continue
    // The types follow each other: a transaction is one connection.
    // oxlint-disable-next-line no-await-in-loop
    const results = await executeType(tx, type, ofType, change)
    ofType.forEach((intent, index) => {
      const result = results[index]
      if (result) outcomes.set(intent, result)
    })
  }
  return outcomes
}

function executeType<T extends CommandType>(
  tx: Transaction,
  type: T,
  intents: readonly Intent[],
  change: Change,
): Promise<Outcome[]> {
  const execute: Execute<T> = executes[type]
  return execute(tx, intents, change)
}

function toAnswer(intent: Intent, outcome: Outcome, cursor: string): Answer {
  const { ref } = intent.command
  if (isRefusal(outcome)) {
    return { type: 'error', ref, code: outcome.code, message: outcome.message }
  }
  return { type: 'ack', ref, cursor, result: outcome } as Ack
}

/** The answers that commands with these refs got before. */
async function firstAnswers(
  tx: Transaction,
  intents: readonly Intent[],
): Promise<[Intent, Answer][]> {
  const actors = intents.map(({ actor }) => actor.id)
  const refs = intents.map(({ command }) => command.ref)
  const rows = await tx.$queryRaw<{ actor: string; ref: string; answer: Answer }[]>`
    SELECT "actorId"::text AS actor, commands.ref, answer FROM commands
    JOIN unnest(${actors}::uuid[], ${refs}::text[]) AS asked(actor, ref)
      ON "actorId" = asked.actor AND commands.ref = asked.ref`
  if (rows.length === 0) return []
  const byActor = new Map(rows.map((row) => [row.actor, row]))
  return intents.flatMap((intent): [Intent, Answer][] => {
    const row = byActor.get(intent.actor.id)
    return row ? [[intent, row.answer]] : []
  })
}

/** A ref that another node has just answered breaks the primary key, and the group is tried again. */
async function keepAnswers(
  tx: Transaction,
  intents: readonly Intent[],
  answers: ReadonlyMap<Intent, Answer>,
): Promise<void> {
  if (intents.length === 0) return
  const actors = intents.map(({ actor }) => actor.id)
  const refs = intents.map(({ command }) => command.ref)
  const texts = intents.map((intent) => JSON.stringify(answers.get(intent)))
  await tx.$executeRaw`
    INSERT INTO commands ("actorId", ref, answer)
    SELECT * FROM unnest(${actors}::uuid[], ${refs}::text[], ${texts}::json[])`
}
