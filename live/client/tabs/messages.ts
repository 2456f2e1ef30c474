// The messages between the tabs of one browser.
import type { LiveEvent, Signal } from '../../protocol/events.ts'
import type { Topic } from '../../protocol/topics.ts'
import type { ConnectionState } from '../connection-state.ts'
import type { Refused } from '../transports/transport.ts'

/** Messages to the leading tab. */
export type ToLeader =
  | { type: 'join'; from: string; ask: number; topics: Topic[]; since: string | null }
  | { type: 'leave'; from: string; topics: Topic[] }
  | { type: 'gone'; from: string }
  /** This tab sends often. */
  | { type: 'often' }
  /** A tab has become visible, or the network is back. */
  | { type: 'wake' }
  /** Asks for a sign of life from the leader. */
  | { type: 'who' }

/** The leader's answer to a join: from now on it relays the events of these topics. */
export interface Joined {
  type: 'joined'
  to: string
  ask: number
  /** The cursor of the leader's connection. */
  cursor: string
  /** Topics subscribed to before: the tab must fetch their events since its start itself. */
  known: Topic[]
  /** The latest events of the known topics. */
  recent: LiveEvent[]
}

export type News =
  | { type: 'elected' }
  | { type: 'state'; state: ConnectionState; hidden: boolean }
  | Joined
  | { type: 'event'; event: LiveEvent }
  | { type: 'signal'; signal: Signal }
  | { type: 'reset'; topics: Topic[]; cursor: string }
  | { type: 'refused'; refused: Refused }

/** Messages from the leading tab to all. */
export type FromLeader = { leader: string } & News

export type TabMessage = ToLeader | FromLeader
