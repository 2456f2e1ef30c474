// Appends events to the log: the only writer of the table `events`.
// Ids are taken under one advisory lock that is held to the commit, so their order is the commit order
// and a reader that has seen id n will never be shown a smaller one later.
import { Prisma } from '#prisma/client.ts'
import type { NewEvent as FeatureEvent } from '#features/protocol.ts'
import type { NewEvent } from '../../protocol/events.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { DirectDatabase, Statements } from '#platform/postgres/direct.ts'

/** The advisory lock that orders commits; any constant will do, "hubb" in ASCII. */
export const logLock = 0x68756262

/** The NOTIFY channel that wakes every node's tail; the payload is the writing node's id. */
export const logChannel = 'hubbub_log'

/** What is kept of the answer to a command, so that the same command sent again gets it. */
export interface KeptAnswer {
  actorId: string
  ref: string
  print: string
  kept: object
}

/**
 * Writes the events in their order, and the answers to what caused them; returns the id of the log's last event then.
 * Call it last in the transaction: from here to the commit no other writer can append, so it is one statement. Throws
 * what breaks a unique key where another node has answered one of the commands just now.
 */
export async function append(
  tx: Statements,
  events: readonly NewEvent[],
  nodeId: string,
  answers: readonly KeptAnswer[] = [],
): Promise<number> {
  const keeping = keptAfter(answers)
  if (events.length === 0) {
    const rows = await tx.$queryRaw<{ last: bigint }[]>`
      WITH ended AS (
        SELECT greatest((SELECT max(id) FROM events), (SELECT pruned FROM log)) AS last
      ), kept AS (${keeping})
      SELECT last FROM ended`
    return Number(rows[0]?.last ?? 0)
  }
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
    ), ended AS (
      SELECT max(id) AS last FROM written
    ), kept AS (${keeping})
    SELECT last FROM ended`
  return Number(rows[0]?.last ?? 0)
}

/** Inserts the answers beside the log's last event, which `ended` has. */
function keptAfter(answers: readonly KeptAnswer[]): Prisma.Sql {
  const actors = answers.map(({ actorId }) => actorId)
  const refs = answers.map(({ ref }) => ref)
  const prints = answers.map(({ print }) => print)
  const kept = answers.map((answer) => JSON.stringify(answer.kept))
  return Prisma.sql`
    INSERT INTO commands ("actorId", ref, print, kept, "eventId")
    SELECT answer.*, last FROM ended, unnest(
      ${actors}::uuid[], ${refs}::text[], ${prints}::text[], ${kept}::json[]
    ) AS answer`
}

/**
 * Takes the log's turn and commits next to nothing: rejects within seconds when nothing could be appended. `withRoom`:
 * also when a table could not grow by half a megabyte, which a small change does not need.
 */
export async function writeNothing(direct: DirectDatabase, withRoom: boolean): Promise<void> {
  await direct.transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<{ mayMake: boolean }[]>`
        SELECT set_config('lock_timeout', '4s', true),
          has_database_privilege(current_database(), 'TEMPORARY') AS "mayMake"`
      if (!withRoom || row?.mayMake !== true) return
      await tx.$queryRaw`
        CREATE TEMPORARY TABLE room_left ON COMMIT DROP AS
        SELECT repeat('x', 100) FROM generate_series(1, 4000)`
    },
    (tx) => tx.$queryRaw`
      WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(${logLock}))
      UPDATE log SET pruned = pruned FROM turn`,
  )
}

/** The post, comment or message whose words an event carries; such events go when it is deleted. */
function subjectOf(appended: NewEvent): string | null {
  const event = appended as FeatureEvent
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

/** Gives what answers a message another excerpt of it in the log; null: none, it is deleted (call it before that). */
export async function requoteAnswers(
  tx: Transaction,
  messageId: string,
  excerpt: string | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE events SET data = CASE
      WHEN ${excerpt}::text IS NULL THEN jsonb_set(data::jsonb, place.at, 'null')
      ELSE jsonb_set(data::jsonb, place.at || '{body}', to_jsonb(${excerpt}::text))
    END::json
    FROM messages, (VALUES ('{message,replyTo}'::text[]), ('{latest,replyTo}'::text[])) AS place(at)
    WHERE messages."replyToId" = ${messageId}::uuid AND events.subject = messages.id
      AND data #>> (place.at || '{id}') = ${messageId}::text`
}
