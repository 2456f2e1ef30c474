// Commands: what a client may ask to be changed. The same schema for a server action,
// POST /live/commands and a WebSocket message.
import { z } from 'zod'
import { describeIssue, Refusal } from '#platform/errors.ts'
import { draftCommandSchemas } from '#features/drafts/protocol.ts'
import type { DraftCommandResult } from '#features/drafts/protocol.ts'
import { name, text } from '#platform/text/fields.ts'
import { ref } from '#live/protocol/ref.ts'
import { inboxCommandSchemas } from '#features/inboxes/protocol.ts'
import type { InboxCommandResult } from '#features/inboxes/protocol.ts'
import { maxRef } from '#live/protocol/limits.ts'
import { nameLimit } from '#platform/account-limits.ts'
import { postLimits } from './posts/limits.ts'
import { commentLimits } from './comments/limits.ts'
import { bioLimit } from './profiles/limits.ts'
import { roomCommandSchemas } from '#features/rooms/protocol.ts'
import type { RoomCommandResult } from '#features/rooms/protocol.ts'
import { id, topic } from '#live/protocol/topics.ts'
import { transports } from '#platform/transports.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'

export const commandSchemas = {
  like: z.object({ type: z.literal('like'), ref, postId: id }),
  unlike: z.object({ type: z.literal('unlike'), ref, postId: id }),
  post: z.object({ type: z.literal('post'), ref, body: text(postLimits.body) }),
  comment: z.object({
    type: z.literal('comment'),
    ref,
    postId: id,
    body: text(commentLimits.body),
  }),
  deletePost: z.object({ type: z.literal('deletePost'), ref, postId: id }),
  deleteComment: z.object({ type: z.literal('deleteComment'), ref, commentId: id }),
  editProfile: z.object({
    type: z.literal('editProfile'),
    ref,
    name: name(nameLimit),
    bio: text(bioLimit, 0),
  }),
  ...roomCommandSchemas,
  ...inboxCommandSchemas,
  ...draftCommandSchemas,
} as const

export type CommandType = keyof typeof commandSchemas
export type Command<T extends CommandType = CommandType> = {
  [K in T]: z.infer<(typeof commandSchemas)[K]>
}[T]

/** What the ack of each command carries. */
export interface CommandResult extends RoomCommandResult, InboxCommandResult, DraftCommandResult {
  /** `changed` is false when it already was so: then no event follows. */
  like: { postId: string; liked: true; changed: boolean }
  unlike: { postId: string; liked: false; changed: boolean }
  post: { post: PostView }
  comment: { comment: CommentView }
  deletePost: { postId: string }
  deleteComment: { postId: string; commentId: string }
  editProfile: { profile: ProfileView }
}

export const typingSchema = z.object({ type: z.literal('typing'), topic })

/** An event has come, by this transport. */
export const seenSchema = z.object({
  type: z.literal('seen'),
  id: z.string().max(64),
  transport: z.enum(transports, {
    error: 'is no transport',
  }),
})

const envelope = z.looseObject({ type: z.string({ error: 'is missing or is not text' }) })

function isCommandType(type: string): type is CommandType {
  return Object.hasOwn(commandSchemas, type)
}

/**
 * The command that an unknown value is. Throws a Refusal with code `invalid` that names the field.
 */
export function parseCommand(value: unknown): Command {
  const head = envelope.safeParse(value)
  if (!head.success) {
    throw new Refusal(
      'invalid',
      value instanceof Object && !Array.isArray(value)
        ? describeIssue(head.error)
        : 'A command is a JSON object.',
    )
  }
  const type = head.data.type
  if (!isCommandType(type))
    throw new Refusal('invalid', `type: there is no command "${type.slice(0, 40)}"`)
  const parsed = commandSchemas[type].safeParse(value)
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  return parsed.data
}

const referred = z.looseObject({ ref: z.string().max(maxRef) })

/** The ref of a message, where it has one that can be read. */
export function refOf(value: unknown): string | null {
  const parsed = referred.safeParse(value)
  return parsed.success ? parsed.data.ref : null
}
