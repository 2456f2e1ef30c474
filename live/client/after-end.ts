// How long to wait before the next try after a stream has ended.
import type { Backoff } from './backoff.ts'
import type { TransportChoice } from './transport-choice.ts'
import type { End, TransportName } from './transports/transport.ts'

const restartSpreadMs = 3_000
const lastingMs = 10_000
const briefMs = 1_000

export interface Ended {
  name: TransportName
  end: End
  /** It had said hello. */
  greeted: boolean
  /** Nothing came although it was open. */
  late: boolean
  /** For how long it was live. */
  lastedMs: number
  /** Somebody looks. */
  isSeen: boolean
}

/** Milliseconds; notes what that end says of the transport and of the server. */
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
