// Knows whether the site can write: by how the last commit went, and by a tiny one of its own when there was none.
import type { Logger } from '../../../platform/logger.ts'
import { reasonOf } from '../../../platform/postgres/errors.ts'

const everyMs = 1_000
/** With no commit for so long, one is tried. */
const quietMs = 8_000

interface Options {
  /** Commits next to nothing; rejects when it cannot within its limit. After a failure: whether there is room for more. */
  probe(afterFailure: boolean): Promise<unknown>
  logger: Logger
}

export class WriteWatch {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  #wentAt = performance.now()
  #probing = false
  /** Why nothing can be written, and how often that was found so; null: it can. */
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

  /** A commit went through. After a failure that alone says little: on a full disk a small one still does. */
  succeeded(): void {
    this.#wentAt = performance.now()
  }

  /** Says the cause once, and again when it is another. */
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
