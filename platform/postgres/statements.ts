// Interfaces for running SQL, common to Prisma's client, its transactions, and transactions over the driver.
import type { SqlParts } from './sql.ts'

export interface Statements {
  $queryRaw<Rows = unknown>(
    query: TemplateStringsArray | SqlParts,
    ...values: unknown[]
  ): Promise<Rows>
}

/** Short transactions directly over the driver. */
export interface DirectTransactions {
  /**
   * One transaction. COMMIT is sent right after the statement of `last`, so that a lock taken by it is not held for another
   * round trip. Rejects with the error of the database or of `work`; then nothing was committed.
   */
  transaction<Result, Last>(
    work: (tx: Statements) => Promise<Result>,
    last: (tx: Statements, result: Result) => Promise<Last>,
  ): Promise<{ result: Result; last: Last }>
}
