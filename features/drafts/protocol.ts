// Drafts on the wire: views of co-written drafts, and commands beside typing.
import { z } from 'zod'
import { posts, postView } from '#features/posts/protocol.ts'
import { defineFeature } from '#live/protocol/feature.ts'
import { author } from '#platform/author.ts'
import { handle } from '#platform/text/fields.ts'
import { id } from '#platform/id.ts'
import type { Author } from '#platform/author.ts'

/** A person's role in a draft. The owner may also share and publish. */
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

/** A person with whom a draft is shared. */
export interface DraftWriter {
  person: Author
  role: 'read' | 'write'
  /** Invited writers accept first; until then they only read. */
  hasAccepted: boolean
}

export interface VersionView {
  id: string
  at: string
  /** Who asked for the version; null when it was stored automatically. */
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
    /** From now on they may write, and are named on the post. */
    acceptDraft: { input: ofDraft, result: draft },
    removeFromDraft: {
      input: z.object({ draftId: id, userId: id }),
      result: draft.extend({ userId: z.string() }),
    },
    /** `key`: the link's key; null when the link was removed. */
    setDraftLink: {
      input: z.object({ draftId: id, role: draftRoleInput, on: z.boolean() }),
      result: draft.extend({ key: z.string().nullable() }),
    },
    keepVersion: { input: ofDraft, result: draft.extend({ versionId: z.string() }) },
    publishDraft: { input: ofDraft, result: post },
    /** No event when the post has the draft's text already. */
    updatePublished: { input: ofDraft, result: post },
    /** They may not write the draft any more, until they accept again. */
    takeNameOff: { input: z.object({ postId: id }), result: post },
  },
  events: {
    /** A draft in the person's list has changed; a page that shows it asks the server again. */
    'draft.changed': { on: ['user'], data: draft },
  },
})
