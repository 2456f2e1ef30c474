// A subscriber: one connection with its session, its topics and its transport (Peer).
import type { Actor } from '../protocol/actor.ts'
import type { ErrorMessage, Hello, Reset } from '../protocol/messages.ts'
import type { Signal } from '../protocol/events.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Asker } from './admission.ts'
import type { Batch } from './frames.ts'

/** A sign-in session, as far as the engine needs it. */
export interface Session {
  readonly sessionId: string
  /** Extended while the session is in use. */
  expiresAt: Date
  readonly user: Actor
}

/** A transport, as the hub uses it. */
export interface Peer {
  /** Bytes that wait to be sent. */
  readonly queued: number
  batch(batch: Batch): void
  hello(hello: Hello): void
  reset(reset: Reset): void
  signal(signal: Signal): void
  error(error: ErrorMessage): void
  /** Resolves when the peer can take more without queueing. */
  ready(): Promise<void>
  /** Closes the connection: the client may reconnect at once ('slow'), later ('restart'), or must sign in ('session'). */
  close(why: CloseReason): void
}

export type CloseReason = 'slow' | 'restart' | 'session'

export interface Subscriber {
  readonly connectionId: string
  readonly session: Session | null
  /** Whose budget its costs are charged to. */
  readonly asker: Asker
  readonly peer: Peer
  /** Each topic with its floor: events up to this position are not delivered (mostly 0). */
  readonly topics: Map<Topic, number>
}
