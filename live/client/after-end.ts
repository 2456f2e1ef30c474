// Decides how long to wait before reconnecting after a stream has ended.
import type { Backoff } from './backoff.ts'
import type { TransportChoice } from './transport-choice.ts'
import type { End, TransportName } from './transports/transport.ts'

const restartSpreadMs = 3_000
const lastingMs = 10_000
const briefMs = 1_000

export interface Ended {
  name: TransportName
  end: End
  /** Hello had come. */
  greeted: boolean
  /** Hello did not come in time. */
  late: boolean
  /** How long the stream was live. */
  lastedMs: number
  /** A tab that uses the connection is visible. */
  isSeen: boolean
}

/** Milliseconds until the next try. Also records the outcome in `choice` and `backoff`. */
export function waitAfter(ended: Ended, choice: TransportChoice, backoff: Backoff): number {
  const { name, end, greeted, late, lastedMs, isSeen } = ended
  if (end.kind === 'moved') return 0
  if (lastedMs > lastingMs) backoff.reset()
  const reachable = !(end.kind === 'lost' && end.unreachable)
  if (!greeted && reachable && choice.failed(name, late)) return 0
  const cut = greeted && end.kind === 'lost'
  if (cut && choice.broke(name, lastedMs < lastingMs)) return 0
  if (end.kind === 'slow' && lastedMs > briefMs) return 0
  if (end.kind === 'restart') return Math.random() * restartSpreadMs
  const wait = backoff.next(isSeen)
  return Math.max(wait, (end.kind === 'lost' && end.retryAfterMs) || 0)
}
