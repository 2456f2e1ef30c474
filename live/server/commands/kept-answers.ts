// Keeps the answers to commands, so that a retry gets the first answer instead of a second execution. Where a feature
// defines `keep`, only an id is stored, as stored texts would outlive their deletion; the answer is then rebuilt.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { errorCode } from '../../../platform/error-code.ts'
import { isRefusal, Refusal } from '../../../platform/errors.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import type { Answer } from '../../protocol/messages.ts'
import type { KeptAnswer } from '../log/append.ts'
import type { Intent } from './intent.ts'
import { uuidOf } from '../uuid-of.ts'
import type { Registry } from './registry.ts'

/** A result, or the Refusal. */
export type Outcome = unknown

const keptSchema = z.union([
  z.object({ refusal: z.object({ code: errorCode, message: z.string() }) }),
  z.object({ id: z.string() }),
  z.object({ result: z.looseObject({}) }),
])

/** A hash of a command's type and input, without its `ref`: 32 bytes in hexadecimal. Detects a reused `ref`. */
export function printOf({ type, input }: Pick<Intent, 'type' | 'input'>): string {
  const fields = Object.entries({ type, ...input }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** The row of `answers` for a command's outcome. */
export function keptAnswer(registry: Registry, intent: Intent, outcome: Outcome): KeptAnswer {
  const { handler, stripResult } = registry.command(intent.type)
  const kept = isRefusal(outcome)
    ? { refusal: { code: outcome.code, message: outcome.message } }
    : handler.keep
      ? { id: handler.keep(outcome) }
      : { result: stripResult(outcome) }
  return { actorId: uuidOf(intent.actor.id), ref: intent.ref, print: printOf(intent), kept }
}

/** The answer for the client; `cursor`: the log's end after the command. */
export function toAnswer(
  registry: Registry,
  { type, ref }: Intent,
  outcome: Outcome,
  cursor: string,
): Answer {
  if (isRefusal(outcome)) {
    return { type: 'error', ref, code: outcome.code, message: outcome.message }
  }
  return { type: 'ack', ref, cursor, result: registry.command(type).stripResult(outcome) }
}

interface Row {
  actor: string
  ref: string
  print: string | null
  kept: unknown
  event: bigint | null
}

/** A first answer, and the log's last event when it was given. */
export interface First {
  outcome: Outcome
  event: number
}

/** The first answers to retried commands; `recall` reads from `db`. Intents must be of different actors. */
export async function firstAnswers(
  tx: Statements,
  db: unknown,
  registry: Registry,
  intents: readonly Intent[],
): Promise<Map<Intent, First>> {
  const actors = intents.map(({ actor }) => uuidOf(actor.id))
  const refs = intents.map(({ ref }) => ref)
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "actorId"::text AS actor, answers.ref, print, kept, "eventId" AS event FROM answers
    JOIN unnest(${actors}::uuid[], ${refs}::text[]) AS asked(actor, ref)
      ON "actorId" = asked.actor AND answers.ref = asked.ref`
  const answers = new Map<Intent, First>()
  for (const row of rows) {
    const intent = intents.find((_, index) => actors[index] === row.actor)
    if (!intent) continue
    // In sequence: a transaction has one connection, and retries are rare.
    // oxlint-disable-next-line no-await-in-loop
    const outcome = await outcomeOf(db, registry, intent, row)
    answers.set(intent, { outcome, event: Number(row.event ?? 0) })
  }
  return answers
}

const gone = 'What this command did is no longer here, or not for you.'

async function outcomeOf(
  db: unknown,
  registry: Registry,
  intent: Intent,
  row: Row,
): Promise<Outcome> {
  if (row.print !== null && row.print !== printOf(intent)) {
    return new Refusal('invalid', 'ref: another command of yours had this one already.')
  }
  const parsed = keptSchema.safeParse(row.kept)
  if (!parsed.success) return new Refusal('not_found', gone)
  if ('refusal' in parsed.data) {
    const { code, message } = parsed.data.refusal
    return new Refusal(code, message)
  }
  if ('result' in parsed.data) return parsed.data.result
  const { handler } = registry.command(intent.type)
  const result = await handler.recall?.({ db, id: parsed.data.id, ...intent })
  return result ?? new Refusal('not_found', gone)
}
