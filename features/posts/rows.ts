// Turns database rows of posts into the protocol's views: which columns are read, and their shape.
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import type { AuthorRow } from '#features/profiles/hooks.ts'
import type { PostView } from './protocol.ts'

/** The columns of a post just written, which has one author. */
export const freshPostColumns = {
  id: true,
  body: true,
  likes: true,
  comments: true,
  createdAt: true,
  editedAt: true,
  author: { select: authorColumns },
} as const

export const postColumns = {
  ...freshPostColumns,
  coauthors: { select: { user: { select: authorColumns } } },
} as const

interface PostRow {
  id: string
  body: string
  likes: number
  comments: number
  createdAt: Date
  editedAt: Date | null
  author: AuthorRow
  coauthors?: { user: AuthorRow }[]
}

export function toPost(row: PostRow): PostView {
  return {
    id: row.id,
    author: toAuthor(row.author),
    body: row.body,
    at: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    likes: row.likes,
    comments: row.comments,
    coauthors: (row.coauthors ?? []).map(({ user }) => toAuthor(user)),
  }
}
