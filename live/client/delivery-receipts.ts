// Says now and then that an event has come, so that whoever runs the site knows how long that takes. Few: one page says
// it at most twice a minute.
import type { LiveEvent } from '../protocol/events.ts'
import { transports } from '../../platform/transports.ts'
import { serverNow } from './server-clock.ts'
import type { TransportName } from './transports/transport.ts'

const everyMs = 30_000
/** Not what is told among tabs, nor what is fetched at one's own pace. */
const measured: ReadonlySet<TransportName> = new Set(transports)

export class DeliveryReceipts {
  readonly #send: (id: string, transport: TransportName) => void
  #sentAt = -Infinity

  constructor(send: (id: string, transport: TransportName) => void) {
    this.#send = send
  }

  /** An event from before `liveAt` was caught up with, and says nothing about the way here. */
  heard(event: LiveEvent, transport: TransportName, liveAt: number): void {
    const now = Date.now()
    if (!measured.has(transport) || now - this.#sentAt < everyMs) return
    if (serverNow() - Date.parse(event.at) > now - liveAt) return
    this.#sentAt = now
    this.#send(event.id, transport)
  }
}
