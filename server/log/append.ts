// Appends events to the log: the only writer of the table `events`.
// Ids are taken under one advisory lock that is held to the commit, so their order is the commit order
// and a reader that has seen id n will never be shown a smaller one later.
import type { NewEvent } from '#protocol/events.ts'
import type { Transaction } from '../platform/postgres/database.ts'

/** The advisory lock that orders commits; any constant will do, "hubb" in ASCII. */
export const logLock = 0x68756262

/** The NOTIFY channel that wakes every node's tail; the payload is the writing node's id. */
export const logChannel = 'hubbub_log'

/**
 * Writes the events in their order and returns the id of the last one, or null when there are none.
 * Call it last in the transaction: from here to the commit no other writer can append.
 */
export async function append(
  tx: Transaction,
  events: readonly NewEvent[],
  nodeId: string,
): Promise<number | null> {
  if (events.length === 0) return null
  const topics = events.map((event) => event.topic)
  const types = events.map((event) => event.type)
  const data = events.map((event) => JSON.stringify(event.data))
  const subjects = events.map(subjectOf)
  const rows = await tx.$queryRaw<{ last: bigint }[]>`
    WITH turn AS MATERIALIZED (
      SELECT pg_advisory_xact_lock(${logLock}), pg_notify(${logChannel}, ${nodeId})
    ), written AS (
      INSERT INTO events (id, topic, type, data, subject)
      SELECT nextval('event_ids'), event.topic, event.type, event.data::json, event.subject::uuid
      FROM turn, unnest(${topics}::text[], ${types}::text[], ${data}::text[], ${subjects}::text[])
        AS event(topic, type, data, subject)
      RETURNING id
    )
    SELECT max(id) AS last FROM written`
  const last = rows[0]?.last
  return last === undefined ? null : Number(last)
}

/** The post, comment or message whose words an event carries; such events go when it is deleted. */
function subjectOf(event: NewEvent): string | null {
  switch (event.type) {
    case 'post.created':
    case 'post.edited':
      return event.data.post.id
    case 'comment.created':
    case 'comment.edited':
      return event.data.comment.id
    case 'message.created':
    case 'message.edited':
      return event.data.message.id
    case 'conversation.changed':
      return event.data.latest?.id ?? null
    default:
      return null
  }
}

/** Takes the words of deleted posts out of the log, with all that was said below them. */
export async function forgetPosts(tx: Transaction, ids: readonly string[]): Promise<void> {
  const topics = ids.map((id) => `post:${id}`)
  await tx.$executeRaw`
    DELETE FROM events WHERE subject = ANY(${ids}::uuid[]) OR topic = ANY(${topics}::text[])`
}

/** Takes the words of deleted comments out of the log. */
export async function forgetComments(tx: Transaction, ids: readonly string[]): Promise<void> {
  await forgetMessages(tx, ids)
}

/** Takes the words of deleted or changed messages out of the log. */
export async function forgetMessages(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM events WHERE subject = ANY(${ids}::uuid[])`
}
