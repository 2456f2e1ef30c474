// Figures of a node's performance, for the operator.

export interface Performance {
  /** Milliseconds from the hub to real clients and back, by transport; the newest samples. */
  delays: { transport: string; samples: number; median: number; p99: number }[]
  /** Problems, as sentences. */
  problems: string[]
  connections: number
  /** Bytes queued for slow clients. */
  queuedBytes: number
  cursor: string
  /** Since the process began. */
  uptimeSeconds: number
  memoryBytes: number
}
