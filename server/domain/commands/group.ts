// Runs a group of commands as one transaction: rows, counts, events and answers together, or nothing.
// The one file that opens write transactions.
import type { CommandType } from '#protocol/commands.ts'
import { isRefusal } from '#protocol/errors.ts'
import type { Refusal } from '#protocol/errors.ts'
import type { Ack, Answer } from '#protocol/messages.ts'
import { append } from '../../log/append.ts'
import type { Database, Transaction } from '../../platform/postgres/database.ts'
import { Change } from './change.ts'
import type { Execute, Intent } from './change.ts'
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

export interface WriteContext {
  db: Database
  nodeId: string
  cursorOf: (eventId: number) => string
}

const transactionLimits = { maxWait: 10_000, timeout: 20_000 }

/** One write transaction: what `work` gathers in the change is counted and appended before the commit. */
export function write<R>(
  context: WriteContext,
  work: (tx: Transaction, change: Change) => Promise<R>,
  finish?: (tx: Transaction, result: R, cursor: string) => Promise<void>,
): Promise<{ result: R; last: number }> {
  return context.db.$transaction(async (tx) => {
    const change = new Change()
    const result = await work(tx, change)
    await moveCounts(tx, change)
    const last = (await append(tx, change.events, context.nodeId)) ?? (await lastEvent(tx))
    const cursor = context.cursorOf(last)
    await finish?.(tx, result, cursor)
    return { result, last }
  }, transactionLimits)
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

/** Moves each post's counts once, in one order for all nodes, and tells the feed and the post's topic. */
async function moveCounts(tx: Transaction, change: Change): Promise<void> {
  const moved = [...change.counts].filter(([, by]) => by.likes !== 0 || by.comments !== 0)
  if (moved.length === 0) return
  const postIds = moved.map(([postId]) => postId)
  const likes = moved.map(([, by]) => by.likes)
  const comments = moved.map(([, by]) => by.comments)
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    WITH held AS (
      SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE posts SET likes = posts.likes + moved.likes, comments = posts.comments + moved.comments
    FROM held JOIN unnest(${postIds}::uuid[], ${likes}::int[], ${comments}::int[])
      AS moved(id, likes, comments) USING (id)
    WHERE posts.id = held.id
    RETURNING posts.id::text, posts.likes, posts.comments`
  const counts = rows.flatMap((row) => {
    const data = { postId: row.id, likes: row.likes, comments: row.comments }
    return (['feed', `post:${row.id}`] as const).map((topic) => ({
      topic,
      type: 'post.counts' as const,
      data,
    }))
  })
  // Before the rest: who reads their own `like.set` has then read its count too.
  change.events.unshift(...counts)
}

async function lastEvent(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<{ last: bigint }[]>`
    SELECT greatest((SELECT max(id) FROM events), (SELECT pruned FROM log)) AS last`
  return Number(rows[0]?.last ?? 0)
}
