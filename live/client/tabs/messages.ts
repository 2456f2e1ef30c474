// What the tabs of one browser say to each other.
import type { LiveEvent, Signal } from '../../protocol/events.ts'
import type { Topic } from '../../protocol/topics.ts'
import type { ConnectionState } from '../connection-state.ts'
import type { Refused } from '../transports/transport.ts'

/** To whichever tab leads. */
export type ToLeader =
  | { type: 'join'; from: string; ask: number; topics: Topic[]; since: string | null }
  | { type: 'leave'; from: string; topics: Topic[] }
  | { type: 'gone'; from: string }
  /** Somebody sends often here. */
  | { type: 'often' }
  /** Somebody looks at a tab again, or the network is back. */
  | { type: 'wake' }
  /** Who leads, if anybody? */
  | { type: 'who' }

/** The leader's answer to a join: from now on what comes for these topics is told to all. */
export interface Joined {
  type: 'joined'
  to: string
  ask: number
  /** Where the leader's connection stands. */
  cursor: string
  /** Followed before: their history since the start that was asked for is to be read by the tab itself. */
  known: Topic[]
  /** What came for those of late. */
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

/** From the tab that leads, to all. */
export type FromLeader = { leader: string } & News

export type TabMessage = ToLeader | FromLeader
