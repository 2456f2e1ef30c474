// Monitors whether pages can be rendered: after a failure the front page is probed until it can be rendered again.
import type { Logger } from '#platform/logger.ts'

const everyMs = 5_000

export class PageWatch {
  /** Renders the front page; resolves to whether that succeeded. */
  readonly #probe: () => Promise<boolean>
  readonly #logger: Logger
  #failing = false
  #timer: NodeJS.Timeout | undefined

  constructor(probe: () => Promise<boolean>, logger: Logger) {
    this.#probe = probe
    this.#logger = logger
  }

  healthy(): boolean {
    return !this.#failing
  }

  /** A page was answered with a 5xx status: it alone may be broken, or all pages. */
  failed(): void {
    this.#timer ??= setTimeout(() => void this.#look(), 0)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #look(): Promise<void> {
    const failing = !(await this.#probe().catch(() => false))
    if (failing !== this.#failing) {
      if (failing) this.#logger.error('pages cannot be rendered')
      else this.#logger.info('pages are rendered again')
    }
    this.#failing = failing
    this.#timer = failing ? setTimeout(() => void this.#look(), everyMs).unref() : undefined
  }
}
