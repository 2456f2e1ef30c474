// What the server says beside events, and what a WebSocket client says beside commands.
import { z } from 'zod'
import type { CommandResult, CommandType } from '#features/commands.ts'
import type { ErrorCode } from '#platform/errors.ts'
import type { LiveEvent, Signal } from '#features/events.ts'
import { maxRef } from './limits.ts'
import { topicList } from './topics.ts'
import type { Topic } from './topics.ts'
import type { Snapshot } from '#features/snapshots.ts'
import type { Author } from '#platform/author.ts'

export interface Hello {
  connectionId: string
  cursor: string
  heartbeatMs: number
  /** The signed-in person, or null. */
  user: Author | null
}

export type Ack<T extends CommandType = CommandType> = {
  [K in T]: { type: 'ack'; ref: string; cursor: string; result: CommandResult[K] }
}[T]

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

export type Answer<T extends CommandType = CommandType> = Ack<T> | ErrorMessage

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

export interface SnapshotResponse {
  cursor: string
  snapshots: Record<string, Snapshot>
}

// Whatever is no cursor gets a reset, not an error.
const cursor = z.string()
const ref = z.string({ error: 'is missing or is not text' }).min(1).max(maxRef)

export const subscribeSchema = z.object({
  type: z.literal('subscribe'),
  ref,
  topics: topicList,
  since: cursor.optional(),
})

export const unsubscribeSchema = z.object({
  type: z.literal('unsubscribe'),
  ref,
  topics: topicList,
})

/** The body of POST /live/topics. */
export const changeTopicsSchema = z.object({
  connectionId: z.string({ error: 'is missing or is not text' }).max(64),
  subscribe: z
    .array(z.object({ topic: z.string(), since: cursor.optional() }))
    .max(100)
    .default([]),
  unsubscribe: z.array(z.string()).max(100).default([]),
})
