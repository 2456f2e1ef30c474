// Types of the server's messages.
import type { ErrorCode } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { LiveEvent, Signal } from './events.ts'
import type { Topic } from './topics.ts'

export interface Hello {
  connectionId: string
  cursor: string
  heartbeatMs: number
  /** The signed-in user, or null. */
  user: Actor | null
}

/** Acknowledgement of a command; its feature defines `result`. */
export interface Ack {
  type: 'ack'
  ref: string
  cursor: string
  result: unknown
}

export interface ErrorMessage {
  type: 'error'
  /** The ref of the command it answers; null when the message had no valid one. */
  ref: string | null
  code: ErrorCode
  message: string
  retryAfterMs?: number
  /** The refused topics, if it answers a subscription. */
  topics?: string[]
}

export type Answer = Ack | ErrorMessage

export interface Reset {
  type: 'reset'
  topics: Topic[]
  cursor: string
}

/** Topics whose subscription has ended or was refused; not the answer to a message. */
export type RefusedTopics = ErrorMessage & { ref: null; topics: string[] }

/** All server messages, by kind. */
export interface ServerMessages {
  hello: Hello
  event: LiveEvent
  signal: Signal
  reset: Reset
  /** The last cursor sent on this connection. */
  heartbeat: { cursor: string }
  refused: RefusedTopics
  /** Only on a WebSocket: on other transports answers are HTTP responses. */
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

/** The body of `GET /live/snapshot`: each topic's state at the cursor, or slightly later. */
export interface SnapshotResponse {
  cursor: string
  snapshots: Record<Topic, unknown>
}
