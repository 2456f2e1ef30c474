// One reader of the log: who it is, which topics it has, and how bytes reach it.
import type { Actor } from '../protocol/actor.ts'
import type { ErrorMessage, Hello, Reset } from '../protocol/messages.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import type { Batch } from './frames.ts'

/** By which somebody is signed in, as far as the engine looks at it. */
export interface Session {
  readonly sessionId: string
  /** Moves while it is in use. */
  expiresAt: Date
  readonly user: Actor
}

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
  readonly session: Session | null
  /** For whom what it costs is counted. */
  readonly asker: Asker
  readonly peer: Peer
  /** Each topic with the position up to which its events are not for this reader (mostly 0). */
  readonly topics: Map<Topic, number>
}
