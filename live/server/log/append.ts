// Appends events to the log: only this file inserts or updates rows of the table `events`.
// Ids are taken under one advisory lock that is held until the commit, so their order is the commit order:
// a reader that has seen id n never misses a smaller one that commits later.
import type { NewEvent } from '../../protocol/events.ts'
import { uuidOf } from '../uuid-of.ts'
import type { KnownEvents } from './event-rules.ts'
import type { DirectTransactions, Statements } from '../../../platform/postgres/statements.ts'

/** The key of the advisory lock that orders commits; arbitrary, "hubb" in ASCII. */
export const logLock = 0x68756262

/** The NOTIFY channel that wakes every node's tail; the payload is the writing node's id. */
export const logChannel = 'hubbub_log'

/** The stored answer to a command, for its retries. */
export interface KeptAnswer {
  actorId: string
  ref: string
  print: string
  kept: object
}

/** An event with the subject whose content it carries. */
export interface Appended extends NewEvent {
  subject?: string | null
}

/**
 * Writes the events in order, with the answers to their commands; returns the id of the log's last event afterwards.
 * Call it last in the transaction: from here to the commit no other writer can append, so it is a single statement.
 * Throws a unique violation when another node has just answered one of the commands.
 */
export async function append(
  tx: Statements,
  events: readonly Appended[],
  nodeId: string,
  answers: readonly KeptAnswer[] = [],
): Promise<number> {
  const actors = answers.map(({ actorId }) => actorId)
  const refs = answers.map(({ ref }) => ref)
  const prints = answers.map(({ print }) => print)
  const kept = answers.map((answer) => JSON.stringify(answer.kept))
  if (events.length === 0) {
    const rows = await tx.$queryRaw<{ last: bigint }[]>`
      WITH ended AS (
        SELECT greatest((SELECT max(id) FROM events), (SELECT pruned FROM log)) AS last
      ), kept AS (
        INSERT INTO answers ("actorId", ref, print, kept, "eventId")
        SELECT answer.*, last FROM ended, unnest(
          ${actors}::uuid[], ${refs}::text[], ${prints}::text[], ${kept}::json[]
        ) AS answer
      )
      SELECT last FROM ended`
    return Number(rows[0]?.last ?? 0)
  }
  const topics = events.map((event) => event.topic)
  const types = events.map((event) => event.type)
  const data = events.map((event) => JSON.stringify(event.data))
  const subjects = events.map(({ subject }) => (subject == null ? null : uuidOf(subject)))
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
    ), kept AS (
      INSERT INTO answers ("actorId", ref, print, kept, "eventId")
      SELECT answer.*, last FROM ended, unnest(
        ${actors}::uuid[], ${refs}::text[], ${prints}::text[], ${kept}::json[]
      ) AS answer
    )
    SELECT last FROM ended`
  return Number(rows[0]?.last ?? 0)
}

/**
 * Takes the log's lock and makes a minimal commit: rejects within seconds when appending is impossible. `withRoom`:
 * also when the disk has no space for half a megabyte, as a small commit can succeed on a full disk.
 */
export async function writeNothing(direct: DirectTransactions, withRoom: boolean): Promise<void> {
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

/** Deletes the events about these subjects, and all events of these topics, from the log. */
export async function forget(
  tx: Statements,
  subjects: readonly string[],
  topics: readonly string[] = [],
): Promise<void> {
  if (subjects.length + topics.length === 0) return
  const ids = subjects.map(uuidOf)
  await tx.$queryRaw`
    DELETE FROM events WHERE subject = ANY(${ids}::uuid[]) OR topic = ANY(${topics}::text[])`
}

interface Quoting {
  id: bigint
  type: string
  data: unknown
}

/** Replaces a subject's excerpt in logged events that quote it; null removes it. `by`: the subjects that may quote it. */
export async function requote(
  tx: Statements,
  known: KnownEvents,
  subject: string,
  by: readonly string[],
  excerpt: string | null,
): Promise<void> {
  if (by.length === 0) return
  const rows = await tx.$queryRaw<Quoting[]>`
    SELECT id, type, data FROM events WHERE subject = ANY(${by.map(uuidOf)}::uuid[]) ORDER BY id FOR UPDATE`
  const quoting = rows.filter(
    ({ type, data }) => known.quotesOf(type, JSON.stringify(data)) === subject,
  )
  const ids = quoting.map(({ id }) => id)
  const texts = quoting.map(({ type, data }) => JSON.stringify(known.requote(type, data, excerpt)))
  await tx.$queryRaw`
    UPDATE events SET data = quoting.data::json
    FROM unnest(${ids}::bigint[], ${texts}::text[]) AS quoting(id, data)
    WHERE events.id = quoting.id`
}
