// What triggers and nodes notify of drafts (see prisma/migrations).
import type { Listener } from '#platform/postgres/bus.ts'

/** Sent when somebody's right to a draft may have changed; the payload is the draft. */
export const draftRightsChannel = 'hubbub_draft_rights'
/** Sent when a draft became a post, or that was changed or deleted; the payload is the draft. */
export const draftPostChannel = 'hubbub_draft_post'
/** Sent with each update of a draft (see draft-updates.ts); the payload is the node, the draft and the update's id. */
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

/** `changed` is told null when it may be any draft. */
export function draftListener(changed: (draftId: string | null) => void): Listener {
  return { heard: (draftId) => changed(draftId || null), missed: () => changed(null) }
}
