// Registers the PostgreSQL notification channels, with the parts of the node that handle each.
import { memberChannel, memberListener } from '#features/rooms/channels.ts'
import { deliveryChannel, visitChannel } from '#features/inboxes/channels.ts'
import {
  draftListener,
  draftPostChannel,
  draftRightsChannel,
  draftUpdateChannel,
  updateListener,
} from '#features/drafts/channels.ts'
import { externalChannel } from '#live/server/external/notes.ts'
import { sessionChannel } from '#platform/auth.ts'
import type { Drafts } from '#features/drafts/collaboration.ts'
import type { Webhooks } from '#features/inboxes/webhooks/webhooks.ts'
import type { Access } from '#live/server/access.ts'
import type { ExternalChanges } from '#live/server/external/worker.ts'
import type { Sessions } from '#live/server/sessions.ts'
import type { Bus } from '#platform/postgres/bus.ts'

interface Parts {
  sessions: Pick<Sessions, 'ended'>
  access: Pick<Access, 'ended' | 'recheck'>
  drafts: Pick<Drafts, 'rightsChanged' | 'postChanged' | 'kept'>
  webhooks: Pick<Webhooks, 'wake'>
  external: Pick<ExternalChanges, 'wake'>
}

/** Registers all channels, before the bus is connected. `parts` is called when a notification arrives. */
export function registerChannels(bus: Bus, parts: () => Parts): void {
  bus.on(sessionChannel, {
    heard: (sessionId) => parts().sessions.ended(sessionId || null),
    missed: () => parts().sessions.ended(null),
  })
  bus.on(
    memberChannel,
    memberListener((gone) => {
      if (gone?.userId) parts().access.ended(`room:${gone.roomId}`, gone.userId)
      else parts().access.recheck(gone && `room:${gone.roomId}`)
    }),
  )
  // Missed notifications are handled by the listener of members: it rechecks everybody's access.
  bus.on(visitChannel, { heard: (visitId) => parts().access.ended(`visit:${visitId}`, null) })
  bus.on(
    draftRightsChannel,
    draftListener((draftId) => parts().drafts.rightsChanged(draftId)),
  )
  bus.on(
    draftPostChannel,
    draftListener((draftId) => parts().drafts.postChanged(draftId)),
  )
  bus.on(
    draftUpdateChannel,
    updateListener((...update) => parts().drafts.kept(...update)),
  )
  bus.on(externalChannel, {
    // A table was truncated: the triggers on its rows did not run, as if their notifications had been missed.
    heard: (payload) => (payload === 'all' ? bus.missed() : parts().external.wake()),
    missed: () => parts().external.wake(),
  })
  bus.on(deliveryChannel, {
    heard: () => parts().webhooks.wake(),
    missed: () => parts().webhooks.wake(),
  })
}
