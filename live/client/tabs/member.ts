// A tab among the tabs of a browser: to its own connection the others are one more transport.
import type { Channel, Transport } from '../transports/transport.ts'
import { Membership } from './membership.ts'
import type { MembershipOptions } from './membership.ts'
import type { FromLeader } from './messages.ts'

/** The transport, and where what the leader says goes to. */
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
