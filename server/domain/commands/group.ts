// Runs a group of commands as one transaction: rows, counts, events and answers together, or nothing.
import type { CommandType } from '#protocol/commands.ts'
import type { Answer } from '#protocol/messages.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import type { Change, Execute, Intent } from './change.ts'
import { comment, deleteComment } from './comment.ts'
import { firstAnswers, keptAnswer, toAnswer } from './kept-answers.ts'
import type { Outcome } from './kept-answers.ts'
import { like, unlike } from './like.ts'
import { deleteMessage, editMessage, message } from './message.ts'
import { react, unreact } from './reaction.ts'
import {
  acceptDraft,
  askToDraft,
  createDraft,
  deleteDraft,
  keepVersion,
  removeFromDraft,
  setDraftLink,
} from './draft.ts'
import { publishDraft, takeNameOff, updatePublished } from './publish.ts'
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
import { invite } from './invitations.ts'
import { createRoom, joinRoom, leaveRoom, openDirect, readRoom, removeMember } from './room.ts'
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
  acceptDraft,
  removeFromDraft,
  setDraftLink,
  keepVersion,
  publishDraft,
  updatePublished,
  takeNameOff,
  assign,
  setDone,
  setVisitLink,
  setInbox,
  renewInboxKeys,
  retryDeliveries,
}

/** What people do most, a few set-based statements for many of them. */
const grouped: ReadonlySet<CommandType> = new Set([
  'post',
  'comment',
  'like',
  'unlike',
  'message',
  'react',
  'unreact',
  'readRoom',
])

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
  const { result, last } = await write(
    context,
    async (tx, change) => {
      const first = await firstAnswers(tx, intents, context.cursorOf)
      const fresh = intents.filter((intent) => !first.has(intent))
      return { first, outcomes: await executeAll(tx, fresh, change) }
    },
    ({ outcomes }) => [...outcomes].map(([intent, outcome]) => keptAnswer(intent, outcome)),
  )
  const cursor = context.cursorOf(last)
  const answers = intents.flatMap((intent) => {
    const outcome = result.outcomes.get(intent)
    return outcome ? toAnswer(intent, outcome, cursor) : (result.first.get(intent) ?? [])
  })
  return { answers, last }
}

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
