// The state of the live connection, as the screen shows it.
import type { Pace } from './pace.ts'
import type { TransportName } from './transports/transport.ts'

export type Status = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'stopped'

export interface ConnectionState {
  status: Status
  /** The transport in use, or being tried. */
  transport: TransportName | null
  /** The preferred transport did not work; another one is in use. */
  fallback: boolean
  /** How long the last event took to arrive, by the server's clock as far as it is known. */
  delayMs: number | null
  /** When the last event came, in milliseconds since 1970. */
  lastEventAt: number | null
  /** How late events may be when they are polled. Null: they come at once. */
  lateSeconds: number | null
  /** While not live: when data last came from the server, in milliseconds since 1970. */
  heardAt: number | null
  reconnects: number
  /** How many reconnects resumed exactly where the connection broke. */
  resumed: number
  /** How often a heartbeat showed that an event was lost; the stream was then resumed. */
  missed: number
  /** How often the viewer wants updates. */
  pace: Pace
  /** When updates were last fetched, in milliseconds since 1970; null while they come live. */
  asOf: number | null
  /** No topic is subscribed, so there is nothing to connect for. */
  idle: boolean
  /** Why the connection stopped, a sentence for the screen. */
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

/** Whether two states have equal fields. */
export function sameState(a: ConnectionState, b: ConnectionState): boolean {
  return (Object.keys(a) as (keyof ConnectionState)[]).every((key) => a[key] === b[key])
}
