// Monitors whether the database accepts writes: by recent commits, and by a small probe commit when there were none.
import type { Logger } from '../../../platform/logger.ts'
import { reasonOf } from '../../../platform/postgres/errors.ts'

const everyMs = 1_000
/** After this long without a commit, the probe runs. */
const quietMs = 8_000

interface Options {
  /** Makes a minimal commit; rejects when that fails. `afterFailure`: also checks that there is disk space for larger ones. */
  probe(afterFailure: boolean): Promise<unknown>
  logger: Logger
}

export class WriteWatch {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  #wentAt = performance.now()
  #probing = false
  /** Why commits fail, and how often they have; null while they succeed. */
  #failing: { reason: string; count: number } | null = null

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => void this.#look(), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** A sentence that says why nothing can be written now, or null. */
  get problem(): string | null {
    return this.#failing?.reason ?? null
  }

  /** A commit succeeded. It does not end a failure: on a full disk small commits still succeed. */
  succeeded(): void {
    this.#wentAt = performance.now()
  }

  /** Logs each new cause once. */
  failed(error: unknown): void {
    const reason = reasonOf(error)
    const isNew = this.#failing?.reason !== reason
    this.#failing = { reason, count: (this.#failing?.count ?? 0) + 1 }
    if (isNew) this.#options.logger.error({ err: error, reason }, 'commits fail')
  }

  #recovered(): void {
    if (!this.#failing) return
    this.#options.logger.info({ failed: this.#failing.count }, 'commits go through again')
    this.#failing = null
  }

  async #look(): Promise<void> {
    const isQuiet = performance.now() - this.#wentAt > quietMs
    if (this.#probing || !(isQuiet || this.#failing)) return
    this.#probing = true
    try {
      await this.#options.probe(this.#failing !== null)
      this.succeeded()
      this.#recovered()
    } catch (error) {
      this.failed(error)
    } finally {
      this.#probing = false
    }
  }
}
