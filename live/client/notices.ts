// Notices: error messages on the screen, each until it is dismissed.
import type { ErrorCode } from '../../platform/errors.ts'

export interface Notice {
  id: string
  message: string
  /** The error code, by which the screen offers a remedy. */
  code: ErrorCode | null
}

const most = 5

export class Notices {
  list: Notice[] = []
  readonly #touch: (key: string) => void
  #count = 0

  constructor(touch: (key: string) => void) {
    this.#touch = touch
  }

  /** Shows a message, unless it is on the screen already. */
  add(message: string, code: ErrorCode | null = null): void {
    if (this.list.some((notice) => notice.message === message)) return
    this.#count += 1
    this.list = [...this.list, { id: `notice-${this.#count}`, message, code }].slice(-most)
    this.#touch('notices')
  }

  dismiss(id: string): void {
    this.list = this.list.filter((notice) => notice.id !== id)
    this.#touch('notices')
  }
}
