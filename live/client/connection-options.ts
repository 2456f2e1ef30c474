// The options of a Connection and its listener.
import type { LiveEvent, Signal } from '../protocol/events.ts'
import type { Reset, SnapshotResponse } from '../protocol/messages.ts'
import type { Backoff } from './backoff.ts'
import type { ConnectionState } from './connection-state.ts'
import type { Memory } from './transport-choice.ts'
import type { TransportTable } from './transports/table.ts'
import type { Network, Refused, TransportName } from './transports/transport.ts'

export interface Listener {
  event?(event: LiveEvent): void
  signal?(signal: Signal): void
  /** The log no longer has the events since the cursor; a snapshot follows. */
  reset?(reset: Reset): void
  snapshot?(snapshot: SnapshotResponse): void
  /** These topics are no longer subscribed. */
  refused?(refused: Refused): void
  /** The server has confirmed more topics. */
  settled?(): void
  state?(state: ConnectionState): void
}

export interface ConnectionOptions extends Network {
  /** Which transports to try, in this order. */
  order: readonly TransportName[]
  listener: Listener
  /** The connection serves other tabs: it stays open while hidden, and leaves lost histories to the tabs. */
  relays?: boolean
  /** Whether this tab, or one that it serves, is visible: then it reconnects sooner. */
  isSeen?(): boolean
  /** Sends delivery receipts now and then. */
  receipts?: boolean
  memory?: Memory | null
  table?: Partial<TransportTable>
  backoff?: Backoff
}
