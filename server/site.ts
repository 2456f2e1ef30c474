// The site as the pages see it: its data, its people and its commands.
import type { Answer } from '#features/protocol.ts'
import type { Performance } from '#features/performance/protocol.ts'
import type { Author } from '#platform/author.ts'
import type { Auth } from '#platform/auth.ts'
import type { Config } from '#platform/config.ts'
import type { Logger } from '#platform/logger.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Parts } from '#features/drafts/compare-texts.ts'
import type { VisitorMessage, ReceivedMessage } from '#features/inboxes/visitor-message.ts'
import type { Ownership } from '#features/accounts/ownership.ts'
import type { SharedReads } from '#live/server/shared-reads.ts'
import { shared } from '#platform/shared.ts'

export interface Site {
  db: Database
  auth: Auth
  config: Config
  logger: Logger
  /** How somebody becomes the site's owner. */
  ownership: Ownership
  /** The log's newest position as a cursor. Take it before the queries of a page. */
  cursor(): string
  /** What all readers see alike, read once for each position of the log. */
  shared: SharedReads
  /** Runs one person's commands in their order: an answer each; what is wrong with one is in its answer. */
  execute(actor: Author, inputs: readonly unknown[]): Promise<Answer[]>
  /** How this node does. */
  performance(): Performance
  /** Takes what somebody without an account says; the limit is that of `key`. Throws a Refusal. */
  receiveVisitorMessage(sent: VisitorMessage, key: string): Promise<ReceivedMessage>
  /** Puts other words in place of a draft's, for all who write there. The right to it has been looked at. */
  replaceDraftText(draftId: string, text: string, userId: string): Promise<void>
  /** What was added to a text and what was taken away; null when that takes too long. */
  compareTexts(then: string, now: string): Promise<Parts | null>
  /** Stores a picture and returns its path. Throws a Refusal when it is none. */
  saveAvatar(actor: Author, bytes: Uint8Array): Promise<string>
}

const holder = shared<Site>('site')

export const provideSite = holder.provide

/** The site of this process. */
export function site(): Site {
  return holder.use()
}
