// Events of inboxes: whose words each one carries or quotes, so that they can be forgotten.
import type { Rules } from '#features/define-server.ts'
import { requoted } from '#features/rooms/hooks.ts'
import type { inboxes } from './protocol.ts'

export const events: Rules<typeof inboxes>['events'] = {
  'conversation.changed': {
    subject: ({ latest }) => latest?.id ?? null,
    quotes: ({ latest }) => latest?.replyTo?.id ?? null,
    requote: (data, excerpt) => ({
      ...data,
      latest: data.latest && requoted(data.latest, excerpt),
    }),
  },
}
