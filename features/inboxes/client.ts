// Browser side of inboxes: how commands, events and snapshots change the store.
import { partFor } from '#features/define-client.ts'
import { InboxesState } from './inboxes-state.ts'
import type { inboxes } from './protocol.ts'

const ofRoom = { subject: ({ roomId }: { roomId: string }) => roomId }

export const inboxesClient = partFor<typeof inboxes>('inboxes')({
  part: (kit) => new InboxesState(kit),
  reduce: {
    'conversation.changed': (state, { room, latest, deleted }) =>
      state.changeConversation(room, latest, deleted),
    'inbox.changed': (state, { roomId }) => state.changed(roomId),
  },
  restore: { visit: (state, page, id) => state.restoreVisit(id, page) },
  release: { visit: (state, id) => state.forgetVisit(id) },
  refused: { visit: (state, id) => state.withdraw(id) },
  commands: {
    assign: ofRoom,
    setDone: ofRoom,
    setVisitLink: ofRoom,
    setInbox: ofRoom,
    renewInboxKeys: ofRoom,
    retryDeliveries: ofRoom,
  },
})
