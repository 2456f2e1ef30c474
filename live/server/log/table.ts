// Queries on the log's tables, over the pool: its bounds, and pages of entries that are not in memory.
import type { Statements } from '../../../platform/postgres/statements.ts'
import { toEntry } from './entry.ts'
import type { Entry, EventRow } from './entry.ts'
import type { KnownEvents } from './event-rules.ts'

/** Entries per page of a client that catches up: fewer than the tail's, as many clients may catch up at once. */
export const pageSize = 500

/**
 * A page of older entries of some topics: `after` < id <= `upTo`. Null when the log no longer keeps all of them.
 */
export async function readPage(
  db: Statements,
  after: number,
  upTo: number,
  topics: readonly string[],
  known: KnownEvents,
): Promise<Entry[] | null> {
  const rows = await db.$queryRaw<(Partial<EventRow> & { pruned: bigint })[]>`
    SELECT pruned, page.* FROM log LEFT JOIN LATERAL (
      SELECT events.id, topic, type, at, data::text AS data, subject::text AS subject,
        (
          SELECT epoch FROM log_epochs WHERE first <= events.id ORDER BY first DESC LIMIT 1
        ) AS epoch
      FROM events
      WHERE events.id > ${after} AND events.id <= ${upTo} AND topic = ANY(${topics}::text[])
      ORDER BY events.id LIMIT ${pageSize}
    ) page ON true`
  if (rows.some(({ pruned }) => pruned > after)) return null
  return rows.flatMap((row) => (isEventRow(row) ? [toEntry(row, known)] : []))
}

/** The id of the log's newest event. */
export async function readEnd(db: Statements): Promise<number> {
  const rows = await db.$queryRaw<{ end: bigint | null }[]>`
    SELECT greatest(pruned, (SELECT max(id) FROM events)) AS end FROM log`
  return Number(rows[0]?.end ?? 0)
}

/** Where the log begins and ends, counting the first positions of epochs, and the epoch of position `id`. */
export async function readBounds(
  db: Statements,
  id: number,
): Promise<{ pruned: number; end: number; epoch: string | null }> {
  const rows = await db.$queryRaw<{ pruned: bigint; end: bigint; epoch: string | null }[]>`
    SELECT pruned,
      greatest(pruned, (SELECT max(id) FROM events), (SELECT max(first) FROM log_epochs)) AS end,
      (SELECT epoch FROM log_epochs WHERE first <= ${id} ORDER BY first DESC LIMIT 1) AS epoch
    FROM log`
  const [row] = rows
  return {
    pruned: Number(row?.pruned ?? 0),
    end: Number(row?.end ?? 0),
    epoch: row?.epoch ?? null,
  }
}

function isEventRow(row: Partial<EventRow>): row is EventRow {
  return row.id !== undefined && row.id !== null
}
