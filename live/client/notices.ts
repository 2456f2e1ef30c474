// Sentences about what did not go as wished, each until it is dismissed.
import type { ErrorCode } from '../../platform/errors.ts'

export interface Notice {
  id: string
  message: string
  /** What was wrong, for the way on that goes with it. */
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

  /** Says a sentence; one that is on the screen already is not said twice. */
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
