// What somebody else than the app changed (Prisma Studio, psql), made into what a command would have made of it:
// right counts, and events for everybody. Triggers have noted it, see prisma/migrations.
import type { Transaction } from '#platform/postgres/database.ts'
import type { Change } from '../commands/change.ts'
import { messages, reactions } from '#features/rooms/external-messages.ts'
import { invitations } from '#features/rooms/external-invitations.ts'
import type { Handler, Note } from './notes.ts'
import {
  deliveries,
  draft_updates,
  drafts,
  inboxes,
  versions,
  writers,
} from '#features/drafts/external-changes.ts'
import { avatars, users } from '#features/profiles/external-changes.ts'
import { coauthors, comments, likes, posts } from '#features/posts/external-changes.ts'
import { conversations, members, rooms } from '#features/rooms/external-changes.ts'
import type { Noun } from './tables.ts'

/** In this order: what something belongs to comes before it. */
const handlers: Record<Noun, Handler> = {
  users,
  avatars,
  posts,
  coauthors,
  likes,
  comments,
  rooms,
  conversations,
  inboxes,
  deliveries,
  members,
  invitations,
  messages,
  reactions,
  drafts,
  writers,
  draft_updates,
  versions,
}

/** A connection whose own changes would be noted as somebody else's; no note is to blame. */
export class NotTheApp extends Error {
  override name = 'NotTheApp'
  override message = 'A connection to the database has lost the setting hubbub.node.'
}

/** Takes these notes and gathers their events. One node at a time does: `false` when another one is at it. */
export async function ingestExternalChanges(
  tx: Transaction,
  change: Change,
  ids: readonly bigint[],
): Promise<boolean> {
  const turns = await tx.$queryRaw<{ taken: boolean; known: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('hubbub external changes')) AS taken,
      coalesce(current_setting('hubbub.node', true), '') <> '' AS known`
  if (turns[0]?.taken !== true) return false
  // What this writes would be noted again, and that again, for ever.
  if (!turns[0].known) throw new NotTheApp()
  const notes = await tx.$queryRaw<(Note & { noun: string })[]>`
    DELETE FROM external_changes WHERE id = ANY(${ids}::bigint[]) RETURNING noun, verb, keys`
  const stride = { tx, change, counted: new Set<string>() }
  for (const [noun, handle] of Object.entries(handlers)) {
    const ofNoun = notes.filter((note) => note.noun === noun)
    // A transaction is one connection: one after the other.
    // oxlint-disable-next-line no-await-in-loop
    if (ofNoun.length > 0) await handle(stride, ofNoun)
  }
  return true
}
