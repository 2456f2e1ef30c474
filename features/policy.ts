// Who may see and do what: the one guard for pages, commands, subscriptions and replay.
import { timingSafeEqual } from 'node:crypto'
import type { DraftRole } from '#features/drafts/protocol.ts'
import type { ErrorCode } from '#platform/errors.ts'
import type { ParsedTopic, Topic } from '#live/protocol/topics.ts'
import type { Reader as Rows } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/direct.ts'
import { unseal } from '#platform/seal.ts'

/** Which of these posts a reader may see. All posts are public so far: those that exist. */
export async function visiblePosts(
  db: Statements,
  _readerId: string | null,
  postIds: readonly string[],
): Promise<Set<string>> {
  if (postIds.length === 0) return new Set()
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM posts WHERE id = ANY(${[...postIds]}::uuid[])`
  return new Set(rows.map((row) => row.id))
}

/** Whether a person may delete what somebody wrote. */
export function mayDelete(actorId: string, row: { authorId: string }): boolean {
  return row.authorId === actorId
}

/** Whether a person may delete what was said in a room. */
export function mayDeleteMessage(
  actorId: string,
  row: { authorId: string; roomCreatedById: string | null },
): boolean {
  return row.authorId === actorId || row.roomCreatedById === actorId
}

/** Whether the members of a room may ask others in. */
export function mayInvite(room: { kind: string }): boolean {
  return room.kind !== 'direct' && room.kind !== 'conversation'
}

/** Whether somebody may come in by themselves: into what is open to all, or where they are asked in. */
export async function mayJoin(
  db: Rows,
  userId: string,
  room: { id: string; kind: string },
): Promise<boolean> {
  if (room.kind === 'public') return true
  const asked = { roomId_userId: { roomId: room.id, userId } }
  return (await db.invitation.findUnique({ where: asked, select: { roomId: true } })) !== null
}

/** Whether a member may remove others. */
export function mayRemoveMember(
  actorId: string,
  room: { kind: string; createdById: string | null },
): boolean {
  return mayInvite(room) && room.createdById === actorId
}

/** Whether a member may leave: a conversation goes with its inbox. */
export function mayLeave(room: { kind: string }): boolean {
  return room.kind !== 'conversation'
}

/** Whether a member may see and change how an inbox is tied to the world outside. */
export function mayRunInbox(actorId: string, room: { createdById: string | null }): boolean {
  return room.createdById === actorId
}

/** Whether somebody runs the site: by the role of the account, whatever its handle is. */
export async function mayOperate(db: Rows, actorId: string): Promise<boolean> {
  const row = await db.user.findUnique({ where: { id: actorId }, select: { role: true } })
  return row?.role === 'owner'
}

interface Membership {
  userId: string
  roomId: string
}

/**
 * Which of these memberships there are. Only members say anything in a room, or do anything with what was said;
 * rooms of `exceptKind` do not count.
 */
export async function memberships(
  db: Statements,
  asked: readonly Membership[],
  exceptKind = '',
): Promise<(userId: string, roomId: string) => boolean> {
  if (asked.length === 0) return () => false
  const roomIds = asked.map(({ roomId }) => roomId)
  const userIds = asked.map(({ userId }) => userId)
  const rows = await db.$queryRaw<Membership[]>`
    SELECT "roomId"::text, "userId"::text
    FROM unnest(${roomIds}::uuid[], ${userIds}::uuid[]) AS asked(room, person)
    JOIN members ON "roomId" = asked.room AND "userId" = asked.person
    JOIN rooms ON rooms.id = "roomId" AND rooms.kind <> ${exceptKind}`
  const keys = new Set(rows.map(({ roomId, userId }) => `${roomId} ${userId}`))
  return (userId, roomId) => keys.has(`${roomId} ${userId}`)
}

/** In which rooms these people may speak: in an inbox itself nothing is said, in its conversations it is. */
export function maySpeak(
  db: Statements,
  asked: readonly Membership[],
): Promise<(userId: string, roomId: string) => boolean> {
  return memberships(db, asked, 'inbox')
}

/** Which of these rooms a reader may read: those that they are in, and whoever is signed in the public ones. */
export async function readableRooms(
  db: Rows,
  readerId: string | null,
  roomIds: readonly string[],
): Promise<Set<string>> {
  if (readerId === null || roomIds.length === 0) return new Set()
  const rows = await db.room.findMany({
    where: {
      id: { in: [...roomIds] },
      OR: [{ kind: 'public' }, { members: { some: { userId: readerId } } }],
    },
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}

/** Which visitors' links lead somewhere. Whoever knows one may follow it. */
async function openVisits(db: Rows, visitIds: readonly string[]): Promise<Set<string>> {
  if (visitIds.length === 0) return new Set()
  const rows = await db.conversation.findMany({
    where: { visitId: { in: [...visitIds] } },
    select: { visitId: true },
  })
  return new Set(rows.flatMap(({ visitId }) => visitId ?? []))
}

/**
 * The topics that a reader may not subscribe to now, with the reason for each.
 * `user:<id>` is that user's alone, `rooms` for whoever is signed in, `visit:<id>` for whoever has the link.
 */
export async function refusedTopics(
  db: Rows,
  readerId: string | null,
  topics: readonly ParsedTopic[],
): Promise<Map<Topic, ErrorCode>> {
  const refused = new Map<Topic, ErrorCode>()
  const postIds = topics.flatMap((each) => (each.kind === 'post' ? [each.id] : []))
  const visible = await visiblePosts(db, readerId, postIds)
  const readable = await readableRooms(
    db,
    readerId,
    topics.flatMap((each) => (each.kind === 'room' ? [each.id] : [])),
  )
  const visits = await openVisits(
    db,
    topics.flatMap((each) => (each.kind === 'visit' ? [each.id] : [])),
  )
  for (const each of topics) {
    if (each.kind === 'post' && !visible.has(each.id)) refused.set(each.topic, 'not_found')
    if (each.kind === 'visit' && !visits.has(each.id)) refused.set(each.topic, 'not_found')
    if (each.kind === 'user' && each.id !== readerId) {
      refused.set(each.topic, readerId === null ? 'unauthenticated' : 'forbidden')
    }
    if (each.kind === 'rooms' && readerId === null) refused.set(each.topic, 'unauthenticated')
    if (each.kind === 'room' && !readable.has(each.id))
      refused.set(each.topic, readerId === null ? 'unauthenticated' : 'not_found')
  }
  return refused
}

/**
 * What a person may do with a draft; null: nothing, not even know of it. `key`: that of a link, which is good for
 * whoever has it, also without an account (`readerId` null).
 */
export async function draftRole(
  db: Rows,
  readerId: string | null,
  draftId: string,
  key: string | null,
): Promise<DraftRole | null> {
  const row = await db.draft.findUnique({
    where: { id: draftId },
    select: {
      createdById: true,
      readKey: true,
      writeKey: true,
      writers: { where: { userId: readerId ?? nobody }, select: { role: true, acceptedAt: true } },
    },
  })
  if (!row) return null
  if (readerId !== null && row.createdById === readerId) return 'owner'
  const asked = row.writers[0]
  const hasAccepted = asked?.role === 'write' && asked.acceptedAt !== null
  if (hasAccepted || sameKey(key, row.writeKey && unseal(row.writeKey))) return 'write'
  // Whoever is asked to write may read what they are asked to.
  return asked || sameKey(key, row.readKey && unseal(row.readKey)) ? 'read' : null
}

/** Whether a person may put a draft's words, as they are now, in place of those of the post that it became. */
export function mayUpdatePublished(
  actorId: string,
  role: DraftRole,
  post: { authorId: string; coauthorIds: readonly string[] },
): boolean {
  if (role === 'owner') return true
  return role === 'write' && (post.authorId === actorId || post.coauthorIds.includes(actorId))
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Whether the key that was given is the one that is set; the time that takes tells nothing of it. */
export function sameKey(given: string | null, set: string | null): boolean {
  if (given === null || set === null) return false
  const [a, b] = [Buffer.from(given), Buffer.from(set)]
  return a.length === b.length && timingSafeEqual(a, b)
}
