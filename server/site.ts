// The interface between pages and node: data, accounts and commands.
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
  /** How an account becomes the site's owner. */
  ownership: Ownership
  /** The log's newest position as a cursor. Take it before a page's queries. */
  cursor(): string
  /** Queries with the same result for all readers, run once for each position of the log. */
  shared: SharedReads
  /** Runs one person's commands in order; returns an answer for each, which is an error when it failed. */
  execute(actor: Author, inputs: readonly unknown[]): Promise<Answer[]>
  /** The node's performance figures. */
  performance(): Performance
  /** Takes a visitor's message; rate-limited by `key`. Throws a Refusal. */
  receiveVisitorMessage(sent: VisitorMessage, key: string): Promise<ReceivedMessage>
  /** Replaces a draft's text, for all its writers. The caller has checked the permission. */
  replaceDraftText(draftId: string, text: string, userId: string): Promise<void>
  /** The added and removed parts between two texts; null when that takes too long. */
  compareTexts(then: string, now: string): Promise<Parts | null>
  /** Stores an avatar and returns its path. Throws a Refusal when it is no picture. */
  saveAvatar(actor: Author, bytes: Uint8Array): Promise<string>
}

const holder = shared<Site>('site')

export const provideSite = holder.provide

/** The site of this process. */
export function site(): Site {
  return holder.use()
}
