// Events of rooms: whose words each carries or quotes, and which become void with those.
import type { Rules } from '#features/define-server.ts'
import type { MessageView, rooms } from './protocol.ts'

/** The message with a new excerpt of the one it answers; null: that one is deleted. */
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
