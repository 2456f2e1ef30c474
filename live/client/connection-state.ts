// What a person may know of the live connection.
import type { Pace } from './pace.ts'
import type { TransportName } from './transports/transport.ts'

export type Status = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'stopped'

export interface ConnectionState {
  status: Status
  /** The transport in use, or being tried. */
  transport: TransportName | null
  /** The first choice did not work here. */
  fallback: boolean
  /** How long the last event took to get here, as far as the clocks agree. */
  delayMs: number | null
  /** When something last came, in milliseconds since 1970. */
  lastEventAt: number | null
  /** Where changes are asked for again and again: how late they may be. Null: they come at once. */
  lateSeconds: number | null
  /** While it is not live: when the server was last heard of, in milliseconds since 1970. */
  heardAt: number | null
  reconnects: number
  /** How many of them went on exactly where the connection broke. */
  resumed: number
  /** How often the server had sent something that did not come; it was then asked for again. */
  missed: number
  /** How often its reader wants to hear of changes. */
  pace: Pace
  /** When it last asked, in milliseconds since 1970, while changes do not come by themselves. */
  asOf: number | null
  /** Nothing on this page is followed, so there is nothing to connect for. */
  idle: boolean
  /** Why it stopped, a sentence for the screen. */
  message: string | null
}

export const initialState: ConnectionState = {
  status: 'connecting',
  transport: null,
  fallback: false,
  delayMs: null,
  lastEventAt: null,
  lateSeconds: null,
  heardAt: null,
  reconnects: 0,
  resumed: 0,
  missed: 0,
  pace: 'live',
  asOf: null,
  idle: true,
  message: null,
}

/** Whether two states show the same. */
export function sameState(a: ConnectionState, b: ConnectionState): boolean {
  return (Object.keys(a) as (keyof ConnectionState)[]).every((key) => a[key] === b[key])
}
