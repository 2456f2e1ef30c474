// What each command showed when it was done, read again by its ids: as it is now, for whoever may still see it.
import { z } from 'zod'
import type { CommandResult, CommandType } from './protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { unseal } from '#platform/seal.ts'
import { draftRole, memberships, visiblePosts } from './policy.ts'
import { readReading, readOwnRooms, readRoom } from '#features/rooms/queries.ts'
import {
  authorColumns,
  commentColumns,
  postColumns,
  profileColumns,
  toAuthor,
  toComment,
  toPost,
  toProfile,
} from './rows.ts'
import type { Intent } from '#live/server/commands/change.ts'
import { readOwnSettings } from '#features/inboxes/commands.ts'
import { visibleMessage } from '#features/rooms/message-commands.ts'

/** '' where a result has none. */
const id = z.string().default('')

/** What an answer showed, by its ids. */
export const names = z.object({
  postId: id,
  commentId: id,
  messageId: id,
  roomId: id,
  userId: id,
  draftId: id,
  versionId: id,
  changed: z.boolean().default(false),
})
type Names = z.infer<typeof names>

type Recall<T extends CommandType> = (
  tx: Reader,
  intent: Intent<T>,
  names: Names,
) => Promise<CommandResult[T] | null> | CommandResult[T]

const recalls: { [T in CommandType]: Recall<T> } = {
  like: (_, __, { postId, changed }) => ({ postId, liked: true, changed }),
  unlike: (_, __, { postId, changed }) => ({ postId, liked: false, changed }),
  post,
  comment,
  deletePost: (_, __, { postId }) => ({ postId }),
  deleteComment: (_, __, { postId, commentId }) => ({ postId, commentId }),
  editProfile: async (tx, { actor }) => {
    const row = await tx.user.findUnique({ where: { id: actor.id }, select: profileColumns })
    return row && { profile: toProfile(row) }
  },
  message,
  editMessage: message,
  deleteMessage: (_, __, { roomId, messageId }) => ({ roomId, messageId }),
  react: reactions,
  unreact: reactions,
  readRoom: (tx, { actor }, { roomId }) => readReading(tx, actor.id, roomId),
  createRoom: own,
  openDirect: own,
  joinRoom: own,
  leaveRoom: (_, __, { roomId }) => ({ leftRoomId: roomId }),
  invite: async (tx, _, { roomId, userId }) => {
    const user = await person(tx, userId)
    return user && { roomId, user }
  },
  removeMember: (_, __, { roomId, userId }) => ({ roomId, userId }),
  createDraft: (_, __, { draftId }) => ({ draftId }),
  deleteDraft: (_, __, { draftId }) => ({ draftId }),
  askToDraft: async (tx, _, { draftId, userId }) => {
    const user = await person(tx, userId)
    return user && { draftId, user }
  },
  acceptDraft: (_, __, { draftId }) => ({ draftId }),
  removeFromDraft: (_, __, { draftId, userId }) => ({ draftId, userId }),
  setDraftLink: async (tx, { actor, command }, { draftId }) => {
    if ((await draftRole(tx, actor.id, draftId, null)) !== 'owner') return null
    const keys = { readKey: true, writeKey: true }
    const row = await tx.draft.findUnique({ where: { id: draftId }, select: keys })
    const kept = command.role === 'write' ? row?.writeKey : row?.readKey
    return row && { draftId, key: kept ? unseal(kept) : null }
  },
  keepVersion: (_, __, { draftId, versionId }) => ({ draftId, versionId }),
  publishDraft: post,
  updatePublished: post,
  takeNameOff: post,
  assign: conversation,
  setDone: conversation,
  setVisitLink: async (tx, { actor }, { roomId }) => {
    if (!(await isMember(tx, actor.id, roomId))) return null
    const row = await tx.conversation.findUnique({ where: { roomId }, select: { visitId: true } })
    return row && { roomId, visitId: row.visitId }
  },
  setInbox: settings,
  renewInboxKeys: settings,
  retryDeliveries: settings,
}

/** Null: it is gone, or the person may not see it any more. */
export async function recall<T extends CommandType>(
  tx: Reader,
  intent: Intent<T>,
  names: Names,
): Promise<CommandResult[T] | null> {
  const again: Recall<T> = recalls[intent.command.type]
  return again(tx, intent, names)
}

async function post(tx: Reader, { actor }: Intent, { postId }: Names) {
  const visible = await visiblePosts(tx, actor.id, [postId])
  if (!visible.has(postId)) return null
  const row = await tx.post.findUnique({ where: { id: postId }, select: postColumns })
  return row && { post: toPost(row) }
}

async function comment(tx: Reader, { actor }: Intent, { commentId }: Names) {
  const row = await tx.comment.findUnique({ where: { id: commentId }, select: commentColumns })
  const visible = await visiblePosts(tx, actor.id, row ? [row.postId] : [])
  return row && visible.has(row.postId) ? { comment: toComment(row) } : null
}

async function message(tx: Reader, { actor }: Intent, { messageId }: Names) {
  const found = await visibleMessage(tx, actor.id, messageId)
  return found && { message: found.view }
}

async function reactions(tx: Reader, { actor }: Intent, { messageId }: Names) {
  const found = await visibleMessage(tx, actor.id, messageId)
  return found && { roomId: found.view.roomId, messageId, reactions: found.view.reactions }
}

async function own(tx: Reader, { actor }: Intent, { roomId }: Names) {
  const [room] = await readOwnRooms(tx, actor.id, [roomId])
  return room ? { own: room } : null
}

async function conversation(tx: Reader, { actor }: Intent, { roomId }: Names) {
  const room = (await isMember(tx, actor.id, roomId)) ? await readRoom(tx, roomId) : null
  return room && { room }
}

async function settings(tx: Reader, { actor }: Intent, { roomId }: Names) {
  const found = await readOwnSettings(tx, actor.id, roomId)
  return 'code' in found ? null : { settings: found }
}

async function person(tx: Reader, userId: string) {
  const row = await tx.user.findUnique({ where: { id: userId }, select: authorColumns })
  return row && toAuthor(row)
}

async function isMember(tx: Reader, userId: string, roomId: string): Promise<boolean> {
  return (await memberships(tx, [{ userId, roomId }]))(userId, roomId)
}
