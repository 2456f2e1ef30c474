// What goes along with a feature's state while a page is live: it hears what happens, and may subscribe and send.
import type { LiveEvent } from '../protocol/events.ts'
import type { Answer } from '../protocol/messages.ts'

export interface CompanionTools {
  /** Follows topics from a cursor on, until the returned function is called. */
  subscribe(topics: readonly string[], since: string): () => void
  /** Sends a command as if its reader had. */
  dispatch(command: { type: string; [field: string]: unknown }): Promise<Answer>
  /** Where the page was rendered at. */
  readonly cursor: string
}

/** Hears of everything after the state has it. */
export interface Companion {
  heard?(event: LiveEvent): void
  /** A history was lost, and the state is that of a cursor. */
  restored?(cursor: string): void
  /** Topics were refused or taken away. */
  refused?(): void
  stop(): void
}
