// The transport `tabs`: lets a tab's own connection run over the leading tab.
import type { Channel, Transport } from '../transports/transport.ts'
import { Membership } from './membership.ts'
import type { MembershipOptions } from './membership.ts'
import type { FromLeader } from './messages.ts'

/** Provides the transport, and passes the leader's messages to its current membership. */
export class Member {
  readonly #options: MembershipOptions
  #present: Membership | null = null

  constructor(options: Omit<MembershipOptions, 'nextAsk'>) {
    let asks = 0
    this.#options = { ...options, nextAsk: () => (asks += 1) }
  }

  readonly transport: Transport = (network, topics, since, handlers): Channel => {
    const membership = new Membership(this.#options, network, handlers)
    this.#present = membership
    void membership.begin(topics, since)
    return membership
  }

  receive(message: FromLeader): void {
    this.#present?.receive(message)
  }
}
