// One reader of the log: who it is, which topics it has, and how bytes reach it.
import type { ErrorMessage, Hello, Reset } from '../protocol/messages.ts'
import type { Signal } from '../protocol/events.ts'
import type { Asker } from './admission.ts'
import type { SignedIn } from '#platform/signed-in.ts'
import type { Batch } from './frames.ts'

/** What a transport is to the hub. */
export interface Peer {
  /** Bytes that wait for it to read. */
  readonly queued: number
  batch(batch: Batch): void
  hello(hello: Hello): void
  reset(reset: Reset): void
  signal(signal: Signal): void
  error(error: ErrorMessage): void
  /** Resolves when the peer can take more without queueing. */
  ready(): Promise<void>
  /** Ends the connection: it may come back at once ('slow'), later ('restart'), or must sign in ('session'). */
  close(why: CloseReason): void
}

export type CloseReason = 'slow' | 'restart' | 'session'

export interface Subscriber {
  readonly connectionId: string
  readonly session: SignedIn | null
  /** For whom what it costs is counted. */
  readonly asker: Asker
  readonly peer: Peer
  /** Each topic with the position up to which its events are not for this reader (mostly 0). */
  readonly topics: Map<string, number>
}
