// Events, the log's rows as clients see them, and signals, which are not in the log. What their data is, features say.
import type { Actor } from './actor.ts'
import type { Topic } from './topics.ts'

export interface LiveEvent {
  /** The cursor behind it. */
  id: string
  topic: Topic
  type: string
  /** ISO-8601 */
  at: string
  data: unknown
}

/** An event before the log gives it its place. */
export type NewEvent = Pick<LiveEvent, 'topic' | 'type' | 'data'>

/** Not durable, no id, never replayed; may be dropped under load. */
export type Signal<A extends Actor = Actor> =
  | { type: 'typing'; topic: Topic; data: { user: A } }
  | { type: 'presence'; topic: Topic; data: { count: number; users: A[] } }
