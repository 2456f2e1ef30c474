// Commands as a component gives them: the ref may be left to the client.
import type { Command, CommandType } from './protocol.ts'

/** A command whose `ref` is made when it has none. */
export type CommandInput = {
  [T in CommandType]: Omit<Command<T>, 'ref'> & { ref?: string }
}[CommandType]

/** Whether a command takes away what those before it need: it goes when they have been answered. */
export function endsAll({ type }: Command): boolean {
  return type === 'leaveRoom' || type === 'deletePost' || type === 'deleteDraft'
}

/** What a command changes; commands about the same thing are never under way side by side. */
export function subjectOf(command: Command): string {
  switch (command.type) {
    case 'like':
    case 'unlike':
    case 'comment':
    case 'deletePost':
    case 'takeNameOff':
      return command.postId
    case 'deleteComment':
      return command.commentId
    case 'message':
    case 'readRoom':
    case 'joinRoom':
    case 'leaveRoom':
    case 'invite':
    case 'removeMember':
    case 'assign':
    case 'setDone':
    case 'setVisitLink':
    case 'setInbox':
    case 'renewInboxKeys':
    case 'retryDeliveries':
      return command.roomId
    case 'editMessage':
    case 'deleteMessage':
    case 'react':
    case 'unreact':
      return command.messageId
    case 'deleteDraft':
    case 'askToDraft':
    case 'acceptDraft':
    case 'removeFromDraft':
    case 'setDraftLink':
    case 'keepVersion':
    case 'publishDraft':
    case 'updatePublished':
      return command.draftId
    case 'createRoom':
    case 'openDirect':
    case 'createDraft':
    case 'post':
    case 'editProfile':
      return command.type
  }
}
