// What the server says beside events.
import type { ErrorCode } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { LiveEvent, Signal } from './events.ts'
import type { Topic } from './topics.ts'

export interface Hello {
  connectionId: string
  cursor: string
  heartbeatMs: number
  /** The signed-in person, or null. */
  user: Actor | null
}

/** What `result` is, the feature of the command says. */
export interface Ack {
  type: 'ack'
  ref: string
  cursor: string
  result: unknown
}

export interface ErrorMessage {
  type: 'error'
  /** That of the command it answers; null when the message had none that could be read. */
  ref: string | null
  code: ErrorCode
  message: string
  retryAfterMs?: number
  /** The topics that were refused, where it answers a subscription. */
  topics?: string[]
}

export type Answer = Ack | ErrorMessage

export interface Reset {
  type: 'reset'
  topics: Topic[]
  cursor: string
}

/** Topics that are followed no longer, or were not to be; nothing was asked just now that it answers. */
export type RefusedTopics = ErrorMessage & { ref: null; topics: string[] }

/** Everything that the server says on a stream, by its kind. */
export interface ServerMessages {
  hello: Hello
  event: LiveEvent
  signal: Signal
  reset: Reset
  /** The cursor that was sent last on this connection. */
  heartbeat: { cursor: string }
  refused: RefusedTopics
  /** On a WebSocket alone: elsewhere the answer is that of a request. */
  answer: Answer
}
export type ServerMessageKind = keyof ServerMessages

const kinds: Record<ServerMessageKind, true> = {
  hello: true,
  event: true,
  signal: true,
  reset: true,
  heartbeat: true,
  refused: true,
  answer: true,
}
export const serverMessageKinds = Object.keys(kinds) as ServerMessageKind[]

/** The answer of `GET /live/snapshot`: what each topic held at the cursor, or a little later. */
export interface SnapshotResponse {
  cursor: string
  snapshots: Record<Topic, unknown>
}
