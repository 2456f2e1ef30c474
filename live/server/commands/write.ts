// The only write path: rows, writes of hooks, events and answers in one transaction.
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '../../../platform/errors.ts'
import { append } from '../log/append.ts'
import type { KeptAnswer } from '../log/append.ts'
import type { DirectTransactions } from '../../../platform/postgres/statements.ts'
import type { Database } from '../define.ts'
import { failureOf, permanentSentence, sqlState } from '../../../platform/postgres/errors.ts'
import { Change } from './change.ts'
import type { Registry } from './registry.ts'

export interface WriteContext {
  database: Database<unknown>
  /** Transactions for handlers in SQL only; without it they use those of `database`. */
  direct?: DirectTransactions
  registry: Registry
  nodeId: string
  cursorOf: (eventId: number) => string
}

const attempts = 4

type Written<R> = { result: R; last: number }

/**
 * One write transaction: events that `work` publishes are appended before the commit, with the answers to keep. Retried
 * after a lost race (a deadlock, the same ref on another node). Throws a Refusal with code `invalid` for what the database
 * will never accept, else the database's error; then nothing was committed.
 */
export function write<R>(
  { database, registry, nodeId }: WriteContext,
  work: (change: Change) => Promise<R>,
  answersTo?: (result: R) => KeptAnswer[],
): Promise<Written<R>> {
  return tried(() =>
    database.transaction(async (tx) => {
      const statements = database.statements(tx)
      const change = new Change(registry, statements, tx)
      const result = await work(change)
      const events = await change.finish()
      return { result, last: await append(statements, events, nodeId, answersTo?.(result)) }
    }),
  )
}

/** As `write`, for handlers in SQL only: several times as fast. */
export function writeDirectly<R>(
  direct: DirectTransactions,
  { registry, nodeId }: WriteContext,
  work: (change: Change) => Promise<R>,
  answersTo: (result: R) => KeptAnswer[],
): Promise<Written<R>> {
  return tried(async () => {
    const { result, last } = await direct.transaction(
      async (tx) => {
        const change = new Change(registry, tx, tx)
        const done = await work(change)
        return { done, events: await change.finish() }
      },
      (tx, { done, events }) => append(tx, events, nodeId, answersTo(done)),
    )
    return { result: result.done, last }
  })
}

async function tried<R>(writeOnce: () => Promise<Written<R>>): Promise<Written<R>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await writeOnce()
    } catch (error) {
      const state = sqlState(error)
      const failure = failureOf(state)
      // A constraint that still fails on the last attempt is no lost race.
      const isLost = failure === 'race' && attempt === attempts && state.startsWith('23')
      if (failure === 'permanent' || isLost) throw refusalOf(error, state)
      if (failure === 'passing' || attempt === attempts) throw error
      // oxlint-disable-next-line no-await-in-loop
      await wait(Math.random() * 10 * attempt)
    }
  }
}

function refusalOf(error: unknown, state: string): Refusal {
  return Object.assign(new Refusal('invalid', permanentSentence(state)), { cause: error })
}
