// Optimistic changes in rooms: the viewer's pending commands, laid over the messages of the store.
import type { Pending, PendingCommand } from '#live/client/pending.ts'
import type { CommandFor } from '#live/protocol/feature.ts'
import type { Author } from '#platform/author.ts'
import type { MessageView, ReactionView, rooms } from './protocol.ts'

export type ShownMessage = MessageView & { pending?: Pending }

/** One room's messages with the viewer's pending changes, followed by the messages being sent. */
export function overMessages(
  messages: readonly MessageView[],
  roomId: string,
  viewer: Author | null,
  changes: Iterable<PendingCommand<CommandFor<typeof rooms>>>,
): ShownMessage[] {
  if (!viewer) return [...messages]
  let shown: ShownMessage[] = [...messages]
  const change = (id: string, to: (message: ShownMessage) => ShownMessage): void => {
    shown = shown.map((each) => (each.id === id ? to(each) : each))
  }
  for (const { command, at, pending, landed } of changes) {
    if (command.type === 'message') {
      if (command.roomId !== roomId || landed) continue
      const replied = messages.find(({ id }) => id === command.replyTo)
      const { ref, body } = command
      shown.push({
        id: `ref:${ref}`,
        roomId,
        author: viewer,
        body,
        replyTo: replied ? { id: replied.id, author: replied.author, body: replied.body } : null,
        at,
        editedAt: null,
        reactions: [],
        pending,
      })
    } else if (pending.state === 'failed') continue
    else if (command.type === 'deleteMessage') {
      shown = shown.filter(({ id }) => id !== command.messageId)
    } else if (command.type === 'editMessage') {
      change(command.messageId, (each) => ({ ...each, body: command.body, editedAt: at }))
    } else if (command.type === 'react' || command.type === 'unreact') {
      const { emoji, type } = command
      change(command.messageId, (each) => ({
        ...each,
        reactions: withReaction(each.reactions, emoji, viewer.id, type === 'react'),
      }))
    }
  }
  return shown
}

function withReaction(
  reactions: readonly ReactionView[],
  emoji: string,
  userId: string,
  given: boolean,
): ReactionView[] {
  const users = reactions.find((each) => each.emoji === emoji)?.userIds ?? []
  if (users.includes(userId) === given) return [...reactions]
  const userIds = given ? [...users, userId] : users.filter((each) => each !== userId)
  const known = reactions.some((each) => each.emoji === emoji)
  const changed = known
    ? reactions.map((each) => (each.emoji === emoji ? { emoji, userIds } : each))
    : [...reactions, { emoji, userIds }]
  return changed.filter((each) => each.userIds.length > 0)
}
