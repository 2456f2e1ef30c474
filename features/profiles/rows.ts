// Turns database rows of accounts into the protocol's views: which columns are read, and their shape.
import { canBeSeen } from '#platform/text/names.ts'
import type { Author } from '#platform/author.ts'
import type { ProfileView } from './protocol.ts'

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
    // A row written by an external change may have a name of invisible characters.
    name: canBeSeen(row.name) ? row.name : row.username,
    avatar: row.image ?? null,
  }
}

export const profileColumns = { ...authorColumns, bio: true, createdAt: true } as const

export function toProfile(row: AuthorRow & { bio: string; createdAt: Date }): ProfileView {
  return { ...toAuthor(row), bio: row.bio, joinedAt: row.createdAt.toISOString() }
}
