// How a reader gets from its cursor to the present, on every transport, with no gap between and nothing twice:
// 1. backfill: what memory does not hold is read from the table, page by page, at the reader's pace;
// 2. cutover: what memory holds is handed over, and the reader joins what is live, without waiting in between;
// 3. live: the hub delivers what comes.
import type { Topic } from '../protocol/topics.ts'
import type { Entry } from './log/entry.ts'
import type { Log } from './log/log.ts'
import { pageSize } from './log/table.ts'

/** Where delivery begins: after this position. `reset` when the cursor was none that the log can serve. */
export interface Start {
  after: number
  reset: boolean
}

/** Without a cursor, and with one that is from the future, too old or of another log, delivery begins at the log's end. */
export async function startAt(log: Log, since: string | null): Promise<Start> {
  if (since === null) return { after: log.position, reset: false }
  const resume = await log.resume(since)
  if (resume.kind === 'start') return { after: resume.after, reset: false }
  return { after: log.position, reset: true }
}

/** A reader that catches up: what each phase is to it. */
export interface CatchingUp {
  /** Those topics that it still asks for: what was left meanwhile is not read. */
  asked(): readonly Topic[]
  /** Up to where the past is read: what lies beyond comes to it live. */
  present(): number
  /** Before each piece: resolves when it may have one, of so many entries of the log at most. */
  ready(entries: number): Promise<void>
  /** Backfill: reads a page of the table at its price. */
  pay<T>(read: () => Promise<T>): Promise<T>
  /** Backfill: a page that holds something. Whether it goes on. */
  backfilled(entries: readonly Entry[]): Promise<boolean>
  /** The log was pruned meanwhile: what is missing can only be read anew, at `position`. Whether it goes on from there. */
  lost(topics: readonly Topic[], position: number): boolean
  /** Cutover: takes the first of these at once, and says how many; null: it does not go on. */
  take(entries: readonly Entry[]): number | null
  /** Live: from this moment on, what comes after `floor` is delivered. Nothing has been waited for since the last `take`. */
  live(topics: readonly Topic[], floor: number): void
}

/** Resolves when the reader is live, has no topics any more, or does not go on. */
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
