// Brings a client from its cursor to the present, on every transport, without gaps or duplicates:
// 1. backfill: entries that are not in memory are read from the table, page by page, at the client's pace;
// 2. cutover: the entries in memory are sent and the client joins the hub, synchronously, so that none is missed;
// 3. live: the hub delivers new entries.
import type { Topic } from '../protocol/topics.ts'
import type { Entry } from './log/entry.ts'
import type { Log } from './log/log.ts'
import { pageSize } from './log/table.ts'

/** Delivery begins after this position. `reset`: the log cannot serve the cursor, so the client needs new snapshots. */
export interface Start {
  after: number
  reset: boolean
}

/** Delivery begins at the log's end without a cursor, and with one from the future, too old or of another log. */
export async function startAt(log: Log, since: string | null): Promise<Start> {
  if (since === null) return { after: log.position, reset: false }
  const resume = await log.resume(since)
  if (resume.kind === 'start') return { after: resume.after, reset: false }
  return { after: log.position, reset: true }
}

/** A client that catches up: its callbacks for the phases. */
export interface CatchingUp {
  /** The topics still wanted: those unsubscribed from meanwhile are not read. */
  asked(): readonly Topic[]
  /** The position to catch up to: later entries arrive live. */
  present(): number
  /** Called before each step: resolves when the client can take that many entries of the log. */
  ready(entries: number): Promise<void>
  /** Backfill: charges the price of a page, then reads it. */
  pay<T>(read: () => Promise<T>): Promise<T>
  /** Backfill: takes a page that is not empty; false stops. */
  backfilled(entries: readonly Entry[]): Promise<boolean>
  /** The log was pruned past the client: it needs new snapshots and can resume at `position`; false stops. */
  lost(topics: readonly Topic[], position: number): boolean
  /** Cutover: takes the first of the entries synchronously and returns how many; null stops. */
  take(entries: readonly Entry[]): number | null
  /** Live: from now on entries after `floor` are delivered. Called in the same turn as the last `take`, so without a gap. */
  live(topics: readonly Topic[], floor: number): void
}

/** Resolves when the client is live, has no topics left, or has stopped. */
export async function resume(
  log: Pick<Log, 'page' | 'recent'>,
  after: number,
  reader: CatchingUp,
): Promise<void> {
  let from = after
  for (;;) {
    const missed = Math.max(0, Math.min(pageSize, reader.present() - from))
    // oxlint-disable-next-line no-await-in-loop
    await reader.ready(missed)
    const topics = reader.asked()
    if (topics.length === 0) return
    const upTo = reader.present()
    if (log.recent.covers(from)) {
      const rest = log.recent.between(from, upTo, new Set(topics))
      const taken = reader.take(rest)
      if (taken === null) return
      if (taken === rest.length) return reader.live(topics, Math.max(from, upTo))
      from = rest[taken - 1]?.id ?? from
      continue
    }
    const [start, end] = [from, upTo]
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.pay(() => log.page(start, end, topics))
    if (page === null) {
      if (!reader.lost(topics, upTo)) return
      from = upTo
      continue
    }
    // oxlint-disable-next-line no-await-in-loop
    if (page.length > 0 && !(await reader.backfilled(page))) return
    from = page.length === pageSize ? (page.at(-1)?.id ?? upTo) : upTo
  }
}
