// What the processes of a benchmark say to each other.

export type Asked =
  | { type: 'broadcast'; text: string }
  | { type: 'usage' }
  | { type: 'stop' }
  /** Begin to count anew. */
  | { type: 'begin' }
  | { type: 'report' }

export type Told =
  | { type: 'ready'; port: number }
  | { type: 'usage'; cpuMs: number; memory: number }
  | { type: 'opened' }
  | Report

export interface Report {
  type: 'report'
  /** What came, over all watchers. */
  deliveries: number
  /** Milliseconds from saying to arriving, sorted. */
  delays: number[]
  /** The newest text of each watcher, and how many have it. */
  last: [text: string, watchers: number][]
  /** How many are connected now. */
  open: number
  /** The most connections that were opened within one second. */
  mostOpenedPerSecond: number
}
