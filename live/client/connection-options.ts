// What a connection is made with, and what it tells.
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
  /** The history since the cursor is not there any more; a snapshot follows. */
  reset?(reset: Reset): void
  snapshot?(snapshot: SnapshotResponse): void
  /** These topics are not followed any more. */
  refused?(refused: Refused): void
  /** The server follows more of the topics than before. */
  settled?(): void
  state?(state: ConnectionState): void
}

export interface ConnectionOptions extends Network {
  /** Which transports to try, in this order. */
  order: readonly TransportName[]
  listener: Listener
  /** It serves other tabs: goes on while hidden, and leaves to them what is lost of their history. */
  relays?: boolean
  /** Whether somebody looks, in this tab or another that it serves: then it comes back soon. */
  isSeen?(): boolean
  /** It says now and then how an event has come. */
  receipts?: boolean
  memory?: Memory | null
  table?: Partial<TransportTable>
  backoff?: Backoff
}
