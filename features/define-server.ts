// What is one for all features on the server: whose transactions they write in, and who acts.
import { serverFor } from '#live/server/define.ts'
import type { Database, Intent, ServerRules, Writing } from '#live/server/define.ts'
import type { Feature } from '#live/protocol/feature.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/statements.ts'

/** The transactions and the people of this app. */
export interface Hubbub {
  tx: Transaction
  actor: Author
}

export const defineServer = serverFor<Database<Transaction>, Author>()

/** What a feature can do in a transaction. */
export type In<F> = Writing<F, Hubbub>
/** The same where it has SQL alone. */
export type DirectIn<F> = Writing<F, Hubbub, Statements>
/** A command of a feature with the person who gave it. */
export type Given<F, C extends string> = Intent<F, Hubbub, C>
/** The same with what it can do, for a handler that does one at a time. */
export type Run<F, C extends string> = Given<F, C> & In<F>
/** One transaction of a feature beside those of commands. Throws a Refusal, or what the database throws. */
export type Write = <F extends Feature, R>(
  feature: F,
  work: (writing: In<F>) => Promise<R>,
) => Promise<R>
/** What a feature registers. */
export type Rules<F> = ServerRules<F, Hubbub>
