// Runs a group of commands as one transaction: rows, counts, events and answers together, or nothing.
import type { CommandType } from '#features/protocol.ts'
import type { Answer } from '../../protocol/messages.ts'
import type { Change, Execute, ExecuteDirectly, Intent } from './change.ts'
import { comment, deleteComment } from '#features/comments/commands.ts'
import { firstAnswers, keptAnswer, toAnswer } from './kept-answers.ts'
import type { Outcome } from './kept-answers.ts'
import { like, unlike } from '#features/likes/commands.ts'
import { deleteMessage, editMessage, message } from '#features/rooms/message-commands.ts'
import { react, unreact } from '#features/rooms/reactions.ts'
import {
  acceptDraft,
  askToDraft,
  createDraft,
  deleteDraft,
  keepVersion,
  removeFromDraft,
  setDraftLink,
} from '#features/drafts/commands.ts'
import { publishDraft, takeNameOff, updatePublished } from '#features/drafts/publish.ts'
import {
  assign,
  renewInboxKeys,
  retryDeliveries,
  setDone,
  setInbox,
  setVisitLink,
} from '#features/inboxes/commands.ts'
import { deletePost, post } from '#features/posts/commands.ts'
import { editProfile } from '#features/profiles/commands.ts'
import { invite } from '#features/rooms/invitations.ts'
import {
  createRoom,
  joinRoom,
  leaveRoom,
  openDirect,
  readRoom,
  removeMember,
} from '#features/rooms/commands.ts'
import { write, writeDirectly } from './write.ts'
import type { WriteContext } from './write.ts'

type Direct = 'like' | 'unlike' | 'react' | 'unreact' | 'readRoom'

/** What people do most of all, in statements of SQL alone. */
const directly: { [T in Direct]: ExecuteDirectly<T> } = { like, unlike, react, unreact, readRoom }

function isDirect(intent: Intent): intent is Intent<Direct> {
  return intent.command.type in directly
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
  const { db, cursorOf } = context
  const direct = intents.filter(isDirect)
  const kept = ({ outcomes }: Done) =>
    [...outcomes].map(([intent, outcome]) => keptAnswer(intent, outcome))
  const { result, last } =
    direct.length === intents.length
      ? await writeDirectly(
          context,
          async (tx, change) =>
            execute(directly, tx, await firstAnswers(tx, db, direct, cursorOf), direct, change),
          kept,
        )
      : await write(
          context,
          async (tx, change) =>
            execute(executes, tx, await firstAnswers(tx, tx, intents, cursorOf), intents, change),
          kept,
        )
  const cursor = cursorOf(last)
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
async function execute<T extends CommandType, Tx>(
  executes: { [K in T]: Execute<K, Tx> },
  tx: Tx,
  first: Map<Intent, Answer>,
  intents: readonly Intent<T>[],
  change: Change,
): Promise<Done> {
  const outcomes = new Map<Intent, Outcome>()
  const fresh = intents.filter((intent) => !first.has(intent as Intent))
  for (const type of new Set(fresh.map(({ command }) => command.type))) {
    const ofType = fresh.filter((intent) => intent.command.type === type)
    const some: Execute<T, Tx> = executes[type]
    // oxlint-disable-next-line no-await-in-loop
    const results = await some(tx, ofType, change)
    ofType.forEach((intent, index) => {
      const result = results[index]
      if (result) outcomes.set(intent as Intent, result)
    })
  }
  return { first, outcomes }
}
