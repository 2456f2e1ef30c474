// Whose words the events of rooms carry, what they quote, and which are void with them.
import type { Rules } from '#features/define-server.ts'
import type { MessageView, rooms } from './protocol.ts'

/** The message with another excerpt of what it answers; null: that is gone. */
export function requoted(message: MessageView, excerpt: string | null): MessageView {
  const { replyTo } = message
  if (replyTo === null) return message
  return { ...message, replyTo: excerpt === null ? null : { ...replyTo, body: excerpt } }
}

export const events: Rules<typeof rooms>['events'] = {
  'message.created': {
    subject: ({ message }) => message.id,
    quotes: ({ message }) => message.replyTo?.id ?? null,
    requote: (data, excerpt) => ({ ...data, message: requoted(data.message, excerpt) }),
  },
  'message.edited': {
    subject: ({ message }) => message.id,
    quotes: ({ message }) => message.replyTo?.id ?? null,
    requote: (data, excerpt) => ({ ...data, message: requoted(data.message, excerpt) }),
    forgets: ({ message, excerpt }) =>
      excerpt === undefined ? { subject: message.id } : { subject: message.id, excerpt },
  },
  'message.deleted': { forgets: ({ messageId }) => ({ subject: messageId, excerpt: null }) },
}
