// What something that was sent waits for before it is sent again.
import type { Answer } from '../protocol/messages.ts'

export type Wait =
  /** There is no way to the server. */
  | { for: 'connection' }
  /** There is one, and no answer came. */
  | { for: 'answer' }
  /** The server cannot do it just now. */
  | { for: 'server' }
  /** The server wants less at once; `until` by this browser's clock. */
  | { for: 'limit'; until: number }

/** What the answers that were no use, and those that did not come (undefined), have the sender wait for. */
export function waitFor(answers: readonly (Answer | undefined)[], isConnected: boolean): Wait {
  const errors = answers.flatMap((answer) => (answer?.type === 'error' ? [answer] : []))
  const limits = errors.filter(({ code }) => code === 'rate_limited')
  if (limits.length > 0) {
    const ms = Math.max(...limits.map(({ retryAfterMs = 0 }) => retryAfterMs))
    return { for: 'limit', until: Date.now() + ms }
  }
  if (errors.length > 0) return { for: 'server' }
  return { for: isConnected ? 'answer' : 'connection' }
}
