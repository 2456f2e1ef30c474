// Drafts that several people write: what the server shows of them, and what may be done beside typing.
import { z } from 'zod'
import { handle } from '#platform/text/fields.ts'
import { ref } from '#live/protocol/ref.ts'
import { id } from '#live/protocol/topics.ts'
import type { Author } from '#platform/author.ts'
import type { PostView } from '#features/posts/protocol.ts'

/** What a person may do with a draft. The owner may ask others, and publish. */
export type DraftRole = 'owner' | 'write' | 'read'

export interface DraftView {
  id: string
  /** Its first line; may be empty. */
  title: string
  owner: Author
  /** ISO-8601 */
  updatedAt: string
  postId: string | null
}

/** Somebody who was asked to a draft. */
export interface DraftWriter {
  person: Author
  role: 'read' | 'write'
  /** Whoever is asked to write says yes first; until then they read. */
  hasAccepted: boolean
}

export interface VersionView {
  id: string
  at: string
  /** Who asked for it; null when it was kept by itself. */
  by: Author | null
}

export const draftRoleInput = z.enum(['read', 'write'], { error: 'is neither "read" nor "write"' })

export const draftCommandSchemas = {
  createDraft: z.object({ type: z.literal('createDraft'), ref }),
  deleteDraft: z.object({ type: z.literal('deleteDraft'), ref, draftId: id }),
  askToDraft: z.object({
    type: z.literal('askToDraft'),
    ref,
    draftId: id,
    handle,
    role: draftRoleInput,
  }),
  acceptDraft: z.object({ type: z.literal('acceptDraft'), ref, draftId: id }),
  removeFromDraft: z.object({
    type: z.literal('removeFromDraft'),
    ref,
    draftId: id,
    userId: id,
  }),
  setDraftLink: z.object({
    type: z.literal('setDraftLink'),
    ref,
    draftId: id,
    role: draftRoleInput,
    on: z.boolean(),
  }),
  keepVersion: z.object({ type: z.literal('keepVersion'), ref, draftId: id }),
  publishDraft: z.object({ type: z.literal('publishDraft'), ref, draftId: id }),
  updatePublished: z.object({ type: z.literal('updatePublished'), ref, draftId: id }),
  takeNameOff: z.object({ type: z.literal('takeNameOff'), ref, postId: id }),
} as const

/** What the ack of each command carries. */
export interface DraftCommandResult {
  createDraft: { draftId: string }
  deleteDraft: { draftId: string }
  askToDraft: { draftId: string; user: Author }
  /** From now on they write, and are named on the post that it becomes. */
  acceptDraft: { draftId: string }
  removeFromDraft: { draftId: string; userId: string }
  /** The key that the link carries; null when there is no link any more. */
  setDraftLink: { draftId: string; key: string | null }
  keepVersion: { draftId: string; versionId: string }
  publishDraft: { post: PostView }
  /** Without an event when the post has the draft's words already. */
  updatePublished: { post: PostView }
  /** They write the draft no longer, until they accept again. */
  takeNameOff: { post: PostView }
}
