// What other nodes, triggers and commands notify, and who hears of it.
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

/** Registers all channels, before the bus is connected. `parts` are asked for when something is heard. */
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
  // A loss is told with that of members: all that may be taken away is looked at then.
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
    // A whole table was emptied: whatever triggers on its rows would have told has not been.
    heard: (payload) => (payload === 'all' ? bus.missed() : parts().external.wake()),
    missed: () => parts().external.wake(),
  })
  bus.on(deliveryChannel, {
    heard: () => parts().webhooks.wake(),
    missed: () => parts().webhooks.wake(),
  })
}
