// Drafts: those of one person, who writes one, and its versions.
import { parseTopic } from '#protocol/topics.ts'
import type { PublishedView } from '#protocol/draft-channel.ts'
import type { DraftView, DraftWriter, VersionView } from '#protocol/drafts.ts'
import type { Reader } from '../../platform/postgres/database.ts'
import { authorColumns, toAuthor } from './views.ts'
import type { AuthorRow } from './views.ts'

const listed = 100

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
  if (!parseTopic(`post:${id}`)) return null
  const row = await db.draft.findUnique({
    where: { id },
    select: { ...draftColumns, readKey: true, writeKey: true },
  })
  return row && { ...toDraft(row), readKey: row.readKey, writeKey: row.writeKey }
}

/** The post that a draft became, also when it is there no longer; null: it has not been published. */
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

/** The drafts that a person began or was asked to, the newest first; `isAsked`: they have not answered yet. */
export async function readDrafts(
  db: Reader,
  userId: string,
): Promise<(DraftView & { isAsked: boolean })[]> {
  const rows = await db.draft.findMany({
    where: { OR: [{ createdById: userId }, { writers: { some: { userId } } }] },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: listed,
    select: {
      ...draftColumns,
      writers: { where: { userId, role: 'write', acceptedAt: null }, select: { role: true } },
    },
  })
  return rows.map((row) => ({ ...toDraft(row), isAsked: row.writers.length > 0 }))
}

/** Who was asked to a draft. */
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

/** The newest versions. */
export async function readVersions(db: Reader, draftId: string): Promise<VersionView[]> {
  const rows = await db.version.findMany({
    where: { draftId },
    orderBy: { id: 'desc' },
    take: listed,
    select: { id: true, createdAt: true, user: { select: authorColumns } },
  })
  return rows.map(({ id, createdAt, user }) => ({
    id,
    at: createdAt.toISOString(),
    by: user && toAuthor(user),
  }))
}

/** The words of a version, or null when the draft has no such one. */
export async function readVersion(
  db: Reader,
  draftId: string,
  versionId: string,
): Promise<string | null> {
  if (!parseTopic(`post:${versionId}`)) return null
  const row = await db.version.findFirst({
    where: { id: versionId, draftId },
    select: { text: true },
  })
  return row?.text ?? null
}
