// PostgreSQL notification channels of drafts; triggers and nodes notify them (see prisma/migrations).
import type { Listener } from '#platform/postgres/bus.ts'

/** Notified when a person's role in a draft may have changed; the payload is the draft's id. */
export const draftRightsChannel = 'hubbub_draft_rights'
/** Notified when a draft was published, or its post changed or deleted; the payload is the draft's id. */
export const draftPostChannel = 'hubbub_draft_post'
/** Notified with each update of a draft (see draft-updates.ts); the payload has the ids of node, draft and update. */
export const draftUpdateChannel = 'hubbub_draft_update'

export function updateListener(
  kept: (nodeId: string, draftId: string, updateId: bigint) => void,
): Listener {
  return {
    heard(payload) {
      const [nodeId, draftId, updateId] = payload.split(' ')
      if (nodeId === undefined || draftId === undefined || updateId === undefined) return
      kept(nodeId, draftId, BigInt(updateId))
    },
  }
}

/** `changed` gets null when it may be any draft. */
export function draftListener(changed: (draftId: string | null) => void): Listener {
  return { heard: (draftId) => changed(draftId || null), missed: () => changed(null) }
}
