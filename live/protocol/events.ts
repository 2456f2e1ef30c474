// Types of events (the log's rows as clients get them) and signals (not in the log). Features define the events' data.
import type { Actor } from './actor.ts'
import type { Topic } from './topics.ts'

export interface LiveEvent {
  /** The event's cursor: resuming from it continues after the event. */
  id: string
  topic: Topic
  type: string
  /** ISO-8601 */
  at: string
  data: unknown
}

/** An event that is not in the log yet. */
export type NewEvent = Pick<LiveEvent, 'topic' | 'type' | 'data'>

/** Not durable, no id, never replayed; may be dropped under load. */
export type Signal<A extends Actor = Actor> =
  | { type: 'typing'; topic: Topic; data: { user: A } }
  | { type: 'presence'; topic: Topic; data: { count: number; users: A[] } }
