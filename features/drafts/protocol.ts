// Drafts that several people write: what the server shows of them, and what may be done beside typing.
import { z } from 'zod'
import { posts, postView } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { author } from '#platform/author.ts'
import { handle } from '#platform/text/fields.ts'
import { id } from '#platform/id.ts'
import type { Author } from '#platform/author.ts'

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

const ofDraft = z.object({ draftId: id })
const draft = z.object({ draftId: z.string() })
const post = z.object({ post: postView })

export const drafts = defineFeature({
  name: 'drafts',
  uses: [posts],
  commands: {
    createDraft: { input: z.object({}), result: draft },
    deleteDraft: { input: ofDraft, result: draft },
    askToDraft: {
      input: z.object({ draftId: id, handle, role: draftRoleInput }),
      result: draft.extend({ user: author }),
    },
    /** From now on they write, and are named on the post that it becomes. */
    acceptDraft: { input: ofDraft, result: draft },
    removeFromDraft: {
      input: z.object({ draftId: id, userId: id }),
      result: draft.extend({ userId: z.string() }),
    },
    /** `key`: what the link carries; null when there is no link any more. */
    setDraftLink: {
      input: z.object({ draftId: id, role: draftRoleInput, on: z.boolean() }),
      result: draft.extend({ key: z.string().nullable() }),
    },
    keepVersion: { input: ofDraft, result: draft.extend({ versionId: z.string() }) },
    publishDraft: { input: ofDraft, result: post },
    /** Without an event when the post has the draft's words already. */
    updatePublished: { input: ofDraft, result: post },
    /** They write the draft no longer, until they accept again. */
    takeNameOff: { input: z.object({ postId: id }), result: post },
  },
  events: {
    /** What is listed of a draft is not as it was; a page that shows it asks anew. */
    'draft.changed': { on: ['user'], data: draft },
  },
})
