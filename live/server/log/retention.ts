// Prunes the log: deletes the oldest events, by age and by number, in the background and in small steps.
// Older cursors get a reset. `log.pruned` is moved before any event is deleted, so that no query can miss
// deleted events without noticing.
import type { Logger } from '../../../platform/logger.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import { SteadyClock } from './steady-clock.ts'

export interface Keep {
  /** The age limit of events and of kept answers. */
  hours: number
  /** The most events to keep; the log may grow past it until the next run. */
  events: number
}

const everyMs = 60_000
const step = 5_000
/** Pruning by age needs a clock that has been steady for this long. */
const usualTrustMs = 60 * 60_000

export class Retention {
  readonly #db: Statements
  readonly #keep: Keep
  readonly #logger: Logger
  readonly #clock: SteadyClock
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> | null = null
  #stopped = false

  constructor(db: Statements, keep: Keep, logger: Logger, trustAfterMs = usualTrustMs) {
    this.#clock = new SteadyClock(trustAfterMs)
    this.#db = db
    this.#keep = keep
    this.#logger = logger
    this.#timer = setInterval(() => void this.prune(), everyMs)
  }

  /** Prunes now, or joins a run in progress. */
  prune(): Promise<void> {
    this.#running ??= this.#prune().finally(() => (this.#running = null))
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#running
  }

  async #prune(): Promise<void> {
    try {
      const isTrusted = await this.#trustsClock()
      await this.#pruneEvents(isTrusted)
      if (isTrusted) await this.#pruneAnswers()
    } catch (error) {
      this.#logger.warn({ err: error }, 'what is too old could not be removed')
    }
  }

  /** Ages are measured by the database's clock, so that clock must be steady. */
  async #trustsClock(): Promise<boolean> {
    const rows = await this.#db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
    return this.#clock.look(rows[0]?.now.getTime() ?? 0, performance.now())
  }

  async #pruneEvents(isTrusted: boolean): Promise<void> {
    const { hours, events } = this.#keep
    const rows = await this.#db.$queryRaw<{ pruned: bigint }[]>`
      UPDATE log SET pruned = greatest(
        pruned,
        coalesce((SELECT id FROM events
                  WHERE ${isTrusted} AND at < now() - make_interval(hours => ${hours}::int)
                  ORDER BY at DESC, id DESC LIMIT 1), 0),
        coalesce((SELECT id FROM events ORDER BY id DESC OFFSET ${events}::int LIMIT 1), 0)
      ) RETURNING pruned`
    const pruned = rows[0]?.pruned
    if (pruned === undefined) return
    // Cursors of epochs that ended before the kept log are invalid anyway.
    await this.#db.$queryRaw`
      DELETE FROM log_epochs WHERE first < (
        SELECT max(first) FROM log_epochs WHERE first <= ${pruned}
      )`
    let deleted = step
    while (deleted === step && !this.#stopped) {
      // oxlint-disable-next-line no-await-in-loop
      const rows = await this.#db.$queryRaw<{ count: number }[]>`
        WITH gone AS (
          DELETE FROM events WHERE id IN (
            SELECT id FROM events WHERE id <= ${pruned} ORDER BY id LIMIT ${step}::int
          ) RETURNING 1
        ) SELECT count(*)::int AS count FROM gone`
      deleted = rows[0]?.count ?? 0
    }
  }

  async #pruneAnswers(): Promise<void> {
    const { hours } = this.#keep
    let deleted = step
    while (deleted === step && !this.#stopped) {
      // oxlint-disable-next-line no-await-in-loop
      const rows = await this.#db.$queryRaw<{ count: number }[]>`
        WITH gone AS (
          DELETE FROM answers WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM answers
            WHERE "createdAt" < now() - make_interval(hours => ${hours}::int) LIMIT ${step}::int
          )) RETURNING 1
        ) SELECT count(*)::int AS count FROM gone`
      deleted = rows[0]?.count ?? 0
    }
  }
}
