// One connection for all tabs of a user in this browser: elects the tab that holds it, and routes the messages
// between tabs.
import { v7 as uuidv7 } from 'uuid'
import type { Connection } from '../connection.ts'
import type { ConnectionOptions } from '../connection-options.ts'
import type { ConnectionState } from '../connection-state.ts'
import type { Transport } from '../transports/transport.ts'
import { isHidden } from '../wakeups.ts'
import { Election } from './election.ts'
import { Leader } from './leader.ts'
import { Member } from './member.ts'
import type { FromLeader, TabMessage, ToLeader } from './messages.ts'
import { holdPresence, watchPresence } from './tab-lock.ts'

/** The parts of a BroadcastChannel that are used. */
export interface TabChannel {
  postMessage(message: TabMessage): void
  listen(heard: (message: TabMessage) => void): void
  close(): void
}

export interface TabsOptions extends Omit<ConnectionOptions, 'listener' | 'relays'> {
  /** The same for all tabs that share a connection. */
  name: string
  locks: LockManager
  openChannel(name: string): TabChannel
  /** The state, or the leader, has changed. */
  changed(): void
}

/** A leading tab that does not answer for this long is taken to be frozen. */
const silenceMs = 700
const lookEveryMs = 15_000

export class Tabs {
  /** The state of the leading tab's connection; null before it is known. */
  state: ConnectionState | null = null
  readonly #id = uuidv7()
  readonly #options: TabsOptions
  readonly #member: Member
  readonly #election: Election
  #channel: TabChannel | null = null
  #leader: Leader | null = null
  #leaderId: string | null = null
  #leavePresence: (() => void) | null = null
  #present: Promise<void> = Promise.resolve()
  #silence: ReturnType<typeof setTimeout> | undefined
  #looks: ReturnType<typeof setInterval> | undefined
  #longHidden = false
  #often = false

  constructor(options: TabsOptions) {
    this.#options = options
    this.#member = new Member({
      id: this.#id,
      present: () => this.#present,
      tell: (message) => this.#tellLeader(message),
    })
    this.#election = new Election(options.locks, options.name, {
      won: () => this.#won(),
      lost: () => this.#lost(),
    })
  }

  /** The transport for this tab's own connection. */
  get transport(): Transport {
    return this.#member.transport
  }

  /** The connection to the server, if this tab leads. */
  get held(): Connection | null {
    return this.#leader?.connection ?? null
  }

  /** Joins the tabs. */
  enter(): void {
    if (this.#channel) return
    const { name, locks, openChannel } = this.#options
    this.#channel = openChannel(name)
    this.#channel.listen((message) => this.#receive(message))
    const presence = holdPresence(locks, `${name}:${this.#id}`)
    this.#present = presence.held
    this.#leavePresence = presence.release
    this.#election.enter()
    this.#looks = setInterval(() => this.#look(), lookEveryMs)
    this.#look()
  }

  /** This tab sends often. */
  speakOften(): void {
    this.#often = true
    this.#tellLeader({ type: 'often' })
  }

  /** Leaves the tabs; if this tab leads, another takes over at once. */
  leave(): void {
    if (!this.#channel) return
    clearTimeout(this.#silence)
    clearInterval(this.#looks)
    this.#tellLeader({ type: 'gone', from: this.#id })
    this.#stopLeading()
    this.#election.leave()
    this.#leavePresence?.()
    this.#channel.close()
    this.#channel = null
    this.#leaderId = null
    this.state = null
  }

  /** This tab is visible, or the network is back. */
  wake(): void {
    this.#longHidden = false
    this.enter()
    if (this.#leader) this.#leader.hidden = false
    this.held?.wake()
    this.#tellLeader({ type: 'wake' })
    this.#look()
  }

  /** This tab has been hidden for a while: browsers slow it down, so a visible one should lead. */
  hide(): void {
    this.#longHidden = true
    if (this.#leader) this.#leader.hidden = true
  }

  #won(): void {
    const { name, locks } = this.#options
    this.#leader = new Leader({
      ...this.#options,
      tell: (news) => this.#tellAll({ leader: this.#id, ...news }),
      watchTab: (id, gone) => watchPresence(locks, `${name}:${id}`, gone),
    })
    this.#leader.start()
    this.#tellAll({ leader: this.#id, type: 'elected' })
    this.#leader.hidden = this.#longHidden
  }

  #lost(): void {
    this.#stopLeading()
    this.#options.changed()
  }

  #stopLeading(): void {
    const leader = this.#leader
    this.#leader = null
    leader?.stop()
  }

  /** Checks that there is a leading tab; takes the lead when it does not answer. */
  #look(): void {
    if (this.#leader || isHidden() || !this.#channel) return
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#election.enter(true), silenceMs)
    this.#tellLeader({ type: 'who' })
  }

  #receive(message: TabMessage): void {
    if (!this.#channel) return
    if (!('leader' in message)) return this.#leader?.receive(message)
    if (message.type === 'elected') {
      this.#leaderId = message.leader
      if (this.#often) this.#tellLeader({ type: 'often' })
    }
    this.#leaderId ??= message.leader
    if (message.leader !== this.#leaderId) return
    clearTimeout(this.#silence)
    this.#member.receive(message)
    if (message.type !== 'state') return
    this.state = message.state
    this.#options.changed()
    if (message.hidden && !isHidden() && !this.#leader) this.#election.enter(true)
  }

  #tellLeader(message: ToLeader): void {
    this.#channel?.postMessage(message)
    this.#leader?.receive(message)
  }

  #tellAll(message: FromLeader): void {
    // State changes of a connection that is being stopped are not relayed.
    if (!this.#leader) return
    this.#channel?.postMessage(message)
    this.#receive(message)
  }
}
