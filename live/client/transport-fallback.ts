// A connection's transports, best first: chooses one, falls back when it fails, and probes for an upgrade.
import { UpgradeProbe, tryTransport } from './upgrade-probe.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { Interests } from './interests.ts'
import { TransportChoice } from './transport-choice.ts'
import { transports } from './transports/table.ts'
import type { TransportTable } from './transports/table.ts'
import type { Transport, TransportName } from './transports/transport.ts'

export class TransportFallback {
  readonly choice: TransportChoice
  readonly probe: UpgradeProbe
  readonly #options: ConnectionOptions

  /** `upgraded`: called when a better transport works again; the caller must then replace the open stream. */
  constructor(
    options: ConnectionOptions,
    order: readonly TransportName[],
    interests: Interests,
    upgraded: () => void,
  ) {
    const { WebSocket, origin, memory } = options
    const usable = WebSocket ? order : order.filter((name) => name !== 'websocket')
    this.#options = options
    this.choice = new TransportChoice(usable, origin, memory ?? null)
    const works = (name: TransportName): Promise<boolean> => {
      const { topics, since } = interests.place()
      const transport = this.transport(name)
      if (!transport) return Promise.resolve(false)
      return tryTransport(transport, options, topics, since)
    }
    this.probe = new UpgradeProbe(this.choice, works, upgraded)
  }

  transport(name: TransportName | undefined): Transport | undefined {
    const table: Partial<TransportTable> = this.#options.table ?? transports
    return name && table[name]
  }
}
