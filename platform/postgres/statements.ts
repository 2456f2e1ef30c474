// Statements of SQL, as Prisma's client, its transactions and those of the driver alone take them.
import type { SqlParts } from './sql.ts'

export interface Statements {
  $queryRaw<Rows = unknown>(
    query: TemplateStringsArray | SqlParts,
    ...values: unknown[]
  ): Promise<Rows>
}

/** Transactions of a few statements, as the driver itself does them. */
export interface DirectTransactions {
  /**
   * One transaction. The COMMIT is sent right behind the statement of `last`, so that a lock which that takes is not held
   * over a round trip. Rejects with what the database or `work` throws; then nothing has happened.
   */
  transaction<Result, Last>(
    work: (tx: Statements) => Promise<Result>,
    last: (tx: Statements, result: Result) => Promise<Last>,
  ): Promise<{ result: Result; last: Last }>
}
