// Queries of drafts: a person's drafts, a draft's writers and its versions.
import type { PublishedView } from './channel.ts'
import type { DraftView, DraftWriter, VersionView } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { unseal } from '#platform/seal.ts'
import { pageOf } from '#platform/postgres/keyset.ts'
import { authorColumns, toAuthor } from '#features/profiles/hooks.ts'
import type { AuthorRow } from '#features/profiles/hooks.ts'

const perPage = 50

const draftColumns = {
  id: true,
  title: true,
  updatedAt: true,
  postId: true,
  createdBy: { select: authorColumns },
} as const

interface DraftRow {
  id: string
  title: string
  updatedAt: Date
  postId: string | null
  createdBy: AuthorRow
}

function toDraft({ id, title, updatedAt, postId, createdBy }: DraftRow): DraftView {
  return { id, title, updatedAt: updatedAt.toISOString(), postId, owner: toAuthor(createdBy) }
}

/** The draft with the keys of its links, or null when there is none (or `id` is no id). */
export async function readDraft(
  db: Reader,
  id: string,
): Promise<(DraftView & { readKey: string | null; writeKey: string | null }) | null> {
  if (!isId(id)) return null
  const row = await db.draft.findUnique({
    where: { id },
    select: { ...draftColumns, readKey: true, writeKey: true },
  })
  const opened = (kept: string | null): string | null => kept && unseal(kept)
  return row && { ...toDraft(row), readKey: opened(row.readKey), writeKey: opened(row.writeKey) }
}

/** The post made from a draft, also when it was deleted; null: it has not been published. */
export async function readPublished(db: Reader, draftId: string): Promise<PublishedView | null> {
  const row = await db.draft.findUnique({
    where: { id: draftId },
    select: {
      postId: true,
      publishedAt: true,
      post: { select: { body: true } },
      publishedBy: { select: authorColumns },
    },
  })
  if (!row?.publishedAt) return null
  const { postId, post, publishedBy, publishedAt } = row
  return {
    postId,
    body: post?.body ?? null,
    by: publishedBy && toAuthor(publishedBy),
    at: publishedAt.toISOString(),
  }
}

/**
 * A page of the drafts that a person owns or that are shared with them, last changed first; `isAsked`: those not yet
 * answered. `before` is the `next` of the page before.
 */
export async function readDrafts(
  db: Reader,
  userId: string,
  before: string | null,
): Promise<{ drafts: (DraftView & { isAsked: boolean })[]; next: string | null }> {
  const rows = await db.draft.findMany({
    where: { OR: [{ createdById: userId }, { writers: { some: { userId } } }] },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: perPage + 1,
    ...(isId(before) && { cursor: { id: before }, skip: 1 }),
    select: {
      ...draftColumns,
      writers: { where: { userId, role: 'write', acceptedAt: null }, select: { role: true } },
    },
  })
  const drafts = rows.map((row) => ({ ...toDraft(row), isAsked: row.writers.length > 0 }))
  const { page, next } = pageOf(drafts, perPage)
  return { drafts: page, next }
}

/** The people with whom a draft is shared. */
export async function readWriters(db: Reader, draftId: string): Promise<DraftWriter[]> {
  const rows = await db.writer.findMany({
    where: { draftId },
    orderBy: { userId: 'asc' },
    select: { role: true, acceptedAt: true, user: { select: authorColumns } },
  })
  return rows.map(({ role, acceptedAt, user }) => ({
    person: toAuthor(user),
    role: role === 'write' ? 'write' : 'read',
    hasAccepted: role === 'read' || acceptedAt !== null,
  }))
}

/** A page of the versions of a draft, the newest first. `before` is the `next` of the page before. */
export async function readVersions(
  db: Reader,
  draftId: string,
  before: string | null,
): Promise<{ versions: VersionView[]; next: string | null }> {
  const rows = await db.version.findMany({
    where: { draftId, ...(isId(before) && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: perPage + 1,
    select: { id: true, createdAt: true, user: { select: authorColumns } },
  })
  const found = rows.map(({ id, createdAt, user }) => ({
    id,
    at: createdAt.toISOString(),
    by: user && toAuthor(user),
  }))
  const { page, next } = pageOf(found, perPage)
  return { versions: page, next }
}

/** The text of a version, or null when the draft has no such version. */
export async function readVersion(
  db: Reader,
  draftId: string,
  versionId: string,
): Promise<string | null> {
  if (!isId(versionId)) return null
  const row = await db.version.findFirst({
    where: { id: versionId, draftId },
    select: { text: true },
  })
  return row?.text ?? null
}
