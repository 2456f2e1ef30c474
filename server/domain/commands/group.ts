// Runs a group of commands as one transaction: rows, counts, events and answers together, or nothing.
import type { CommandType } from '#protocol/commands.ts'
import type { Answer } from '#protocol/messages.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import type { Statements } from '../../platform/postgres/direct.ts'
import type { Change, Execute, ExecuteDirectly, Intent } from './change.ts'
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
import { write, writeDirectly } from './write.ts'
import type { WriteContext } from './write.ts'

type Direct = 'like' | 'unlike' | 'react' | 'unreact' | 'readRoom'

/** What people do most of all, in statements of SQL alone. */
const directly: { [T in Direct]: ExecuteDirectly<T> } = { like, unlike, react, unreact, readRoom }

function isDirect(type: CommandType): type is Direct {
  return type in directly
}

const executes: { [T in CommandType]: Execute<T> } = {
  ...directly,
  post,
  comment,
  deleteComment,
  deletePost,
  editProfile,
  message,
  editMessage,
  deleteMessage,
  createRoom,
  openDirect,
  joinRoom,
  leaveRoom,
  invite,
  removeMember,
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

/** What people do often, a few set-based statements for many of them; each kind in transactions of its own. */
const shared = {
  post: 'posts',
  comment: 'comments',
  like: 'likes',
  unlike: 'likes',
  message: 'messages',
  react: 'reactions',
  unreact: 'reactions',
  readRoom: 'marks',
} as const satisfies Partial<Record<CommandType, string>>

export type Lane = (typeof shared)[keyof typeof shared] | 'alone'

/** Whose transactions a command of this type may share; `alone`: nobody's. */
export function laneOf(type: CommandType): Lane {
  return type in shared ? shared[type as keyof typeof shared] : 'alone'
}

/**
 * An answer for each intent, in order, and the log's last event then. Intents of one group are of different
 * people and of one lane. Throws when the database does; then none of them happened.
 */
export async function runGroup(
  context: WriteContext,
  intents: readonly Intent[],
): Promise<{ answers: Answer[]; last: number }> {
  const kept = ({ outcomes }: Done) =>
    [...outcomes].map(([intent, outcome]) => keptAnswer(intent, outcome))
  const inSql = async (tx: Statements, change: Change): Promise<Done> => {
    const first = await firstAnswers(tx, context.db, intents, context.cursorOf)
    return execute(first, intents, (type, some) =>
      isDirect(type) ? executeDirectly(tx, type, some, change) : Promise.resolve([]),
    )
  }
  const inPrisma = async (tx: Transaction, change: Change): Promise<Done> => {
    const first = await firstAnswers(tx, tx, intents, context.cursorOf)
    return execute(first, intents, (type, some) => executeType(tx, type, some, change))
  }
  const { result, last } = intents.every(({ command }) => isDirect(command.type))
    ? await writeDirectly(context, inSql, kept)
    : await write(context, inPrisma, kept)
  const cursor = context.cursorOf(last)
  const answers = intents.flatMap((intent) => {
    const outcome = result.outcomes.get(intent)
    return outcome ? toAnswer(intent, outcome, cursor) : (result.first.get(intent) ?? [])
  })
  return { answers, last }
}

interface Done {
  first: Map<Intent, Answer>
  outcomes: Map<Intent, Outcome>
}

/** Does what has no answer yet, type by type: a transaction is one connection. */
async function execute(
  first: Map<Intent, Answer>,
  intents: readonly Intent[],
  ofOneType: (type: CommandType, intents: readonly Intent[]) => Promise<Outcome[]>,
): Promise<Done> {
  const outcomes = new Map<Intent, Outcome>()
  const fresh = intents.filter((intent) => !first.has(intent))
  for (const type of new Set(fresh.map(({ command }) => command.type))) {
    const ofType = fresh.filter((intent) => intent.command.type === type)
    // oxlint-disable-next-line no-await-in-loop
    const results = await ofOneType(type, ofType)
    ofType.forEach((intent, index) => {
      const result = results[index]
      if (result) outcomes.set(intent, result)
    })
  }
  return { first, outcomes }
}

function executeType<T extends CommandType>(
  tx: Transaction,
  type: T,
  intents: readonly Intent[],
  change: Change,
): Promise<Outcome[]> {
  const some: Execute<T> = executes[type]
  return some(tx, intents, change)
}

function executeDirectly<T extends Direct>(
  tx: Statements,
  type: T,
  intents: readonly Intent[],
  change: Change,
): Promise<Outcome[]> {
  const some: ExecuteDirectly<T> = directly[type]
  return some(tx, intents, change)
}
