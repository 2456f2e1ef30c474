// The visitor's topic of a conversation: who may subscribe by its link, and the events as visitors see them.
import type { Hubbub } from '#features/define-server.ts'
import type { ServerRules } from '#live/server/define.ts'
import { openVisits } from './policy.ts'
import type { inboxes } from './protocol.ts'
import { readVisit, readVisitMessages } from './queries.ts'

export const topics: ServerRules<typeof inboxes, Hubbub>['topics'] = {
  visit: {
    mayFollow: ({ db, ids }) => openVisits(db, ids),
    ended: 'This link has been withdrawn.',
    async snapshot({ db, id }) {
      const visit = await readVisit(db, id)
      return visit && readVisitMessages(db, visit)
    },
  },
}
