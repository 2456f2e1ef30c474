// What was changed around the app (Prisma Studio, psql), made into what a command would have made of it:
// right counts, and events for everybody. Triggers have noted it, see prisma/migrations.
import { forgetComment, forgetPost } from '../../log/append.ts'
import type { Transaction } from '../../platform/postgres/database.ts'
import {
  commentColumns,
  postColumns,
  profileColumns,
  toComment,
  toPost,
  toProfile,
} from '../queries/views.ts'
import type { Change } from './change.ts'
import { tellProfile } from './profile.ts'

const atOnce = 500

interface Note {
  noun: string
  verb: string
  subject: string | null
  postId: string | null
}

/** Takes the oldest notes and gathers their events; how many there were. */
export async function takeOutsideChanges(tx: Transaction, change: Change): Promise<number> {
  const notes = await tx.$queryRaw<Note[]>`
    DELETE FROM outside_changes WHERE id IN (
      SELECT id FROM outside_changes ORDER BY id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED
    ) RETURNING noun, verb, subject::text, "postId"::text`
  if (notes.length === 0) return 0
  await recount(
    tx,
    change,
    subjects(notes, ({ postId }) => postId),
  )
  await tellPosts(tx, change, notes)
  await tellComments(tx, change, notes)
  await tellProfiles(tx, change, notes)
  return notes.length
}

function subjects(notes: readonly Note[], of: (note: Note) => string | null): string[] {
  return [...new Set(notes.map(of).filter((id) => id !== null))]
}

function ofNoun(notes: readonly Note[], noun: string): string[] {
  return subjects(notes, (note) => (note.noun === noun ? note.subject : null))
}

function wasInserted(notes: readonly Note[], id: string): boolean {
  return notes.some((note) => note.subject === id && note.verb === 'INSERT')
}

async function recount(tx: Transaction, change: Change, postIds: string[]): Promise<void> {
  if (postIds.length === 0) return
  // The rows are held first: what is counted after that, no other transaction is about to count.
  await tx.$queryRaw`SELECT id FROM posts WHERE id = ANY(${postIds}::uuid[]) ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<{ id: string; likes: number; comments: number }[]>`
    UPDATE posts SET
      likes = (SELECT count(*) FROM likes WHERE "postId" = posts.id),
      comments = (SELECT count(*) FROM comments WHERE "postId" = posts.id)
    WHERE id = ANY(${postIds}::uuid[])
    RETURNING id::text, likes, comments`
  for (const { id, likes, comments } of rows) {
    for (const topic of ['feed', `post:${id}`] as const) {
      change.events.push({ topic, type: 'post.counts', data: { postId: id, likes, comments } })
    }
  }
}

async function tellPosts(tx: Transaction, change: Change, notes: readonly Note[]): Promise<void> {
  const ids = ofNoun(notes, 'posts')
  if (ids.length === 0) return
  const rows = await tx.post.findMany({ where: { id: { in: ids } }, select: postColumns })
  for (const row of rows) {
    const post = toPost(row)
    if (wasInserted(notes, row.id)) {
      change.events.push({ topic: 'feed', type: 'post.created', data: { post } })
      continue
    }
    for (const topic of ['feed', `post:${row.id}`] as const) {
      change.events.push({ topic, type: 'post.edited', data: { post } })
    }
  }
  const present = new Set(rows.map((row) => row.id))
  for (const postId of ids.filter((id) => !present.has(id))) {
    // oxlint-disable-next-line no-await-in-loop
    await forgetPost(tx, postId)
    for (const topic of ['feed', `post:${postId}`] as const) {
      change.events.push({ topic, type: 'post.deleted', data: { postId } })
    }
  }
}

async function tellComments(
  tx: Transaction,
  change: Change,
  notes: readonly Note[],
): Promise<void> {
  const ids = ofNoun(notes, 'comments')
  if (ids.length === 0) return
  const rows = await tx.comment.findMany({ where: { id: { in: ids } }, select: commentColumns })
  for (const row of rows) {
    const type = wasInserted(notes, row.id) ? 'comment.created' : 'comment.edited'
    change.events.push({ topic: `post:${row.postId}`, type, data: { comment: toComment(row) } })
  }
  const present = new Set(rows.map((row) => row.id))
  for (const { subject, postId } of notes) {
    if (subject === null || postId === null || !ids.includes(subject) || present.has(subject))
      continue
    present.add(subject)
    // oxlint-disable-next-line no-await-in-loop
    await forgetComment(tx, subject)
    change.events.push({
      topic: `post:${postId}`,
      type: 'comment.deleted',
      data: { postId, commentId: subject },
    })
  }
}

async function tellProfiles(
  tx: Transaction,
  change: Change,
  notes: readonly Note[],
): Promise<void> {
  const ids = ofNoun(notes, 'users')
  if (ids.length === 0) return
  const rows = await tx.user.findMany({ where: { id: { in: ids } }, select: profileColumns })
  for (const row of rows) {
    // oxlint-disable-next-line no-await-in-loop
    await tellProfile(tx, toProfile(row), change)
  }
}
