// Works off the notes of external changes: in batches, so that a change of many rows does not delay commands, with
// retries. A note that fails several times is set aside, so that it does not block the others.
import type { Statements } from '../../../platform/postgres/statements.ts'
import { errorCode, isOfStatement, sqlState } from '../../../platform/postgres/errors.ts'
import type { Logger } from '../../../platform/logger.ts'
import { isRefusal } from '../../../platform/errors.ts'
import { write } from '../commands/write.ts'
import type { WriteContext } from '../commands/write.ts'
import { ingestExternalChanges, NotTheApp } from './ingest.ts'
import type { FollowedTable } from './ingest.ts'
import type { Note } from './notes.ts'

const atOnce = 200
/** Delays before the retries of a note; when the last one fails, it is set aside. */
const againAfterMs = [500, 2_000, 10_000, 60_000] as const
/** How soon to try again when another node is ingesting, or the database is unreachable. */
const laterMs = 1_000

export class ExternalChanges {
  readonly #context: WriteContext
  readonly #tables: readonly FollowedTable[]
  readonly #logger: Logger
  readonly #committed: (lastEvent: number) => Promise<void>
  #running: Promise<void> | null = null
  #wanted = false
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    context: WriteContext,
    tables: readonly FollowedTable[],
    logger: Logger,
    committed: (lastEvent: number) => Promise<void>,
  ) {
    this.#context = context
    this.#tables = tables
    this.#logger = logger
    this.#committed = committed
  }

  /** There are new notes, or may be. */
  wake(): void {
    this.#wanted = true
    if (!this.#stopped) this.#running ??= this.#run()
  }

  /** Resolves when no ingestion is in progress; remaining notes are left for another node or the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#wanted && !this.#stopped) {
        this.#wanted = false
        // oxlint-disable-next-line no-await-in-loop
        await this.#takeAll()
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'what was changed around the app could not be told yet')
      this.#later(laterMs)
    } finally {
      this.#running = null
    }
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), Math.max(0, ms))
  }

  async #takeAll(): Promise<void> {
    let after = 0n
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const ids = await readDue(this.#db, after)
      // RETELL notes have higher ids, so this loop reaches them; failed ones get a later `dueAt`.
      if (ids.length === 0 || this.#stopped) break
      after = ids.at(-1) ?? after
      // oxlint-disable-next-line no-await-in-loop
      if (!(await this.#take(ids))) return this.#later(laterMs)
    }
    const nextMs = await readNextDue(this.#db)
    if (nextMs !== null) this.#later(nextMs + 1)
  }

  get #db(): Statements {
    const { database } = this.#context
    return database.statements(database.reader)
  }

  /** False when another node is ingesting. */
  async #take(ids: readonly bigint[]): Promise<boolean> {
    try {
      const { result, last } = await write(this.#context, (change) =>
        ingestExternalChanges(change, this.#tables, ids),
      )
      if (result) await this.#committed(last)
      return result
    } catch (error) {
      if (error instanceof NotTheApp) throw error
      const isServer = errorCode(error) !== '' && !isOfStatement(sqlState(error))
      if (isServer && !isRefusal(error)) throw error
      const [first, ...others] = ids
      if (first === undefined) return true
      if (others.length === 0) {
        await this.#failed(first, error)
        return true
      }
      // One bad note fails the whole batch, so each half is tried alone.
      const middle = Math.ceil(ids.length / 2)
      return (await this.#take(ids.slice(0, middle))) && (await this.#take(ids.slice(middle)))
    }
  }

  async #failed(id: bigint, error: unknown): Promise<void> {
    const [note] = await this.#db.$queryRaw<FailedNote[]>`
      SELECT noun, verb, keys, attempts FROM external_changes WHERE id = ${id}`
    if (!note) return
    const { noun, verb, keys, attempts } = note
    const again = againAfterMs[attempts]
    const cause = isRefusal(error) ? error.cause : error
    const problem = cause instanceof Error ? cause.message : String(cause)
    await this.#db.$queryRaw`
      UPDATE external_changes SET attempts = attempts + 1, problem = ${problem},
        "dueAt" = now() + ${again ?? null}::int * interval '1 millisecond'
      WHERE id = ${id}`
    const told = { err: cause, noun, verb, keys }
    if (again === undefined) this.#logger.error(told, 'a change around the app cannot be told')
    else this.#logger.warn(told, 'a change around the app could not be told yet')
  }
}

interface FailedNote extends Note {
  noun: string
  attempts: number
}

/** Compared by the database's clock, which also set `dueAt`. */
async function readDue(db: Statements, after: bigint): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM external_changes WHERE id > ${after} AND "dueAt" <= now()
    ORDER BY id LIMIT ${atOnce}`
  return rows.map(({ id }) => id)
}

/** Milliseconds until the next note is due; null: there is none. */
async function readNextDue(db: Statements): Promise<number | null> {
  const rows = await db.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min("dueAt") - now()) * 1000)::int AS ms FROM external_changes`
  return rows[0]?.ms ?? null
}
