// Browser side of drafts, beside their text: an event that a draft has changed; pages that show it ask the server again.
import { clientFor } from '#features/define-client.ts'
import type { drafts } from './protocol.ts'

const ofDraft = { subject: ({ draftId }: { draftId: string }) => draftId }

export const draftsClient = clientFor<typeof drafts>('drafts')({
  state: { changes: 0 },
  reduce: { 'draft.changed': ({ changes }) => ({ changes: changes + 1 }) },
  restore: {},
  confirm: {
    publishDraft: 'post.created',
    updatePublished: 'post.created',
    takeNameOff: 'post.created',
  },
  commands: {
    deleteDraft: { ...ofDraft, endsAll: true },
    askToDraft: ofDraft,
    acceptDraft: ofDraft,
    removeFromDraft: ofDraft,
    setDraftLink: ofDraft,
    keepVersion: ofDraft,
    publishDraft: ofDraft,
    updatePublished: ofDraft,
    takeNameOff: { subject: ({ postId }) => postId },
  },
})
