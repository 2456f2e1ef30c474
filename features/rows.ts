// Rows made into the views of the protocol: which columns are read, and the shape they get.
import { canBeSeen } from '#platform/text/names.ts'
import type { Author } from '#platform/author.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'

export const authorColumns = {
  id: true,
  username: true,
  name: true,
  image: true,
} as const

export interface AuthorRow {
  id: string
  username: string
  name: string
  image?: string | null
}

export function toAuthor(row: AuthorRow): Author {
  return {
    id: row.id,
    handle: row.username,
    // A row from elsewhere may have a name that nobody sees.
    name: canBeSeen(row.name) ? row.name : row.username,
    avatar: row.image ?? null,
  }
}

export const profileColumns = { ...authorColumns, bio: true, createdAt: true } as const

export function toProfile(row: AuthorRow & { bio: string; createdAt: Date }): ProfileView {
  return { ...toAuthor(row), bio: row.bio, joinedAt: row.createdAt.toISOString() }
}

/** Those of a post that has just been written, and has one author. */
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

interface WrittenRow {
  id: string
  body: string
  createdAt: Date
  editedAt: Date | null
  author: AuthorRow
}

export function toPost(
  row: WrittenRow & { likes: number; comments: number; coauthors?: { user: AuthorRow }[] },
): PostView {
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

export const commentColumns = {
  id: true,
  postId: true,
  body: true,
  createdAt: true,
  editedAt: true,
  author: { select: authorColumns },
} as const

export function toComment(row: WrittenRow & { postId: string }): CommentView {
  return {
    id: row.id,
    postId: row.postId,
    author: toAuthor(row.author),
    body: row.body,
    at: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  }
}
