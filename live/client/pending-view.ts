// What is shown of an own change that is not confirmed yet.
import type { Wait } from './waiting.ts'

/** `waiting`: in the outbox, to be sent again. */
export interface Pending {
  ref: string
  state: 'sending' | 'waiting' | 'failed'
  /** Why it failed. */
  message?: string
  /** What it waits for. */
  wait?: Wait
}
