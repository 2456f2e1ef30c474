// Turns database rows of comments into the protocol's views: which columns are read, and their shape.
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import type { AuthorRow } from '#features/profiles/hooks.ts'
import type { CommentView } from './protocol.ts'

export const commentColumns = {
  id: true,
  postId: true,
  body: true,
  createdAt: true,
  editedAt: true,
  author: { select: authorColumns },
} as const

interface CommentRow {
  id: string
  postId: string
  body: string
  createdAt: Date
  editedAt: Date | null
  author: AuthorRow
}

export function toComment(row: CommentRow): CommentView {
  return {
    id: row.id,
    postId: row.postId,
    author: toAuthor(row.author),
    body: row.body,
    at: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  }
}
