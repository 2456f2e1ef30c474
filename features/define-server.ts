// What is one for all features on the server: whose transactions they write in, and who acts.
import { serverFor } from '#live/server/define.ts'
import type { Database } from '#live/server/define.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'

/** The transactions and the people of this app. */
export interface Hubbub {
  tx: Transaction
  actor: Author
}

export const defineServer = serverFor<Database<Transaction>, Author>()
