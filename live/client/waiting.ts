// What an unanswered command waits for before its retry.
import type { Answer } from '../protocol/messages.ts'

export type Wait =
  /** The server is unreachable. */
  | { for: 'connection' }
  /** The server is reachable, but sent no answer. */
  | { for: 'answer' }
  /** The server is unavailable at the moment. */
  | { for: 'server' }
  /** The rate limit was hit; `until` by this browser's clock, in milliseconds. */
  | { for: 'limit'; until: number }

/** What to wait for after these retryable errors and missing answers (undefined). */
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
