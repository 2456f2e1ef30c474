// The types of transactions and actors, bound once for the server sides of all features.
import { serverFor } from '#live/server/define.ts'
import type { Database, Intent, ServerRules, Writing } from '#live/server/define.ts'
import type { Feature } from '#live/protocol/feature.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/statements.ts'

/** The transactions and actors of this app. */
export interface Hubbub {
  tx: Transaction
  actor: Author
}

export const defineServer = serverFor<Database<Transaction>, Author>()

/** What a feature can do in a transaction: read, write, publish events. */
export type In<F> = Writing<F, Hubbub>
/** The same where it has SQL alone. */
export type DirectIn<F> = Writing<F, Hubbub, Statements>
/** A feature's command with its actor. */
export type Given<F, C extends string> = Intent<F, Hubbub, C>
/** The same with the transaction, for a handler that runs one command at a time. */
export type Run<F, C extends string> = Given<F, C> & In<F>
/** Runs a feature's transaction outside commands. Throws a Refusal, or the database's error. */
export type Write = <F extends Feature, R>(
  feature: F,
  work: (writing: In<F>) => Promise<R>,
) => Promise<R>
/** What a feature registers. */
export type Rules<F> = ServerRules<F, Hubbub>
