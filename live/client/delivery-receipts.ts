// Sends delivery receipts for a sample of events, from which the server measures delays. One page sends at most two a
// minute.
import type { LiveEvent } from '../protocol/events.ts'
import { transports } from '../../platform/transports.ts'
import { serverNow } from './server-clock.ts'
import type { TransportName } from './transports/transport.ts'

const everyMs = 30_000
/** Without events from other tabs, and without polls at the viewer's own pace. */
const measured: ReadonlySet<TransportName> = new Set(transports)

export class DeliveryReceipts {
  readonly #send: (id: string, transport: TransportName) => void
  #sentAt = -Infinity

  constructor(send: (id: string, transport: TransportName) => void) {
    this.#send = send
  }

  /** Ignores events from before `liveAt`: they were missed and replayed, so their delay measures nothing. */
  heard(event: LiveEvent, transport: TransportName, liveAt: number): void {
    const now = Date.now()
    if (!measured.has(transport) || now - this.#sentAt < everyMs) return
    if (serverNow() - Date.parse(event.at) > now - liveAt) return
    this.#sentAt = now
    this.#send(event.id, transport)
  }
}
