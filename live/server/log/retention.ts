// How long the log is kept: the oldest events go, by age and by number, in the background and in small steps.
// What a reader older than that gets is a reset; `log.pruned` is moved before a single event is deleted, so
// that no statement can see the events gone without seeing that they are.
import type { Logger } from '../../../platform/logger.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import { SteadyClock } from './steady-clock.ts'

export interface Keep {
  /** Of events, and of the first answers to commands. */
  hours: number
  /** How many events at most; the log may be larger by what came since the last look. */
  events: number
}

const everyMs = 60_000
const step = 5_000
/** What is old by the clock goes only when that has been steady for so long. */
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

  /** Removes what is too old now; at most once at a time. */
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

  /** What is old is old by the database's clock. */
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
    // Of epochs that have ended before what is kept, no cursor is good any more.
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
