// The companion of a feature's state: code that runs while the page is live, gets its events, and may subscribe and send.
import type { LiveEvent } from '../protocol/events.ts'
import type { Answer } from '../protocol/messages.ts'

export interface CompanionTools {
  /** Subscribes to topics from a cursor on, until the returned function is called. */
  subscribe(topics: readonly string[], since: string): () => void
  /** Sends a command in the viewer's name. */
  dispatch(command: { type: string; [field: string]: unknown }): Promise<Answer>
  /** The cursor that the page was rendered at. */
  readonly cursor: string
}

/** Each callback runs after the state has been updated. */
export interface Companion {
  heard?(event: LiveEvent): void
  /** After a lost history the state was restored from snapshots at this cursor. */
  restored?(cursor: string): void
  /** Topics were refused, or access to them was lost. */
  refused?(): void
  stop(): void
}
