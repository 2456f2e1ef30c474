// How a node does, as whoever runs it sees it.

export interface Performance {
  /** Milliseconds from the hub to real readers and back, by transport; the newest samples. */
  delays: { transport: string; samples: number; median: number; p99: number }[]
  /** What is wrong, in sentences. */
  problems: string[]
  connections: number
  /** Bytes that wait for slow readers. */
  queuedBytes: number
  cursor: string
  /** Since the process began. */
  uptimeSeconds: number
  memoryBytes: number
}
