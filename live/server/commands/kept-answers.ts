// What is kept of an answer so that the same command, sent again, gets it: where its feature says so no words, names or
// keys, which would outlive their deletion. The answer is then made anew, as its person may see it now.
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

/** Tells a command from every other one, its `ref` aside: 32 bytes in hexadecimal. */
export function printOf({ type, input }: Pick<Intent, 'type' | 'input'>): string {
  const fields = Object.entries({ type, ...input }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** What is kept of the outcome of a command. */
export function keptAnswer(registry: Registry, intent: Intent, outcome: Outcome): KeptAnswer {
  const { handler, stripResult } = registry.command(intent.type)
  const kept = isRefusal(outcome)
    ? { refusal: { code: outcome.code, message: outcome.message } }
    : handler.keep
      ? { id: handler.keep(outcome) }
      : { result: stripResult(outcome) }
  return { actorId: uuidOf(intent.actor.id), ref: intent.ref, print: printOf(intent), kept }
}

/** The answer that goes out; `cursor`: the log's end after the command. */
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

/** The answers of those commands that were sent before, read anew from `db`. Intents are of different people. */
export async function firstAnswers(
  tx: Statements,
  db: unknown,
  registry: Registry,
  intents: readonly Intent[],
  cursorOf: (eventId: number) => string,
): Promise<Map<Intent, Answer>> {
  const actors = intents.map(({ actor }) => uuidOf(actor.id))
  const refs = intents.map(({ ref }) => ref)
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "actorId"::text AS actor, answers.ref, print, kept, "eventId" AS event FROM answers
    JOIN unnest(${actors}::uuid[], ${refs}::text[]) AS asked(actor, ref)
      ON "actorId" = asked.actor AND answers.ref = asked.ref`
  const answers = new Map<Intent, Answer>()
  for (const row of rows) {
    const intent = intents.find((_, index) => actors[index] === row.actor)
    if (!intent) continue
    // One after the other: a transaction is one connection, and few commands are sent twice.
    // oxlint-disable-next-line no-await-in-loop
    const outcome = await outcomeOf(db, registry, intent, row)
    answers.set(intent, toAnswer(registry, intent, outcome, cursorOf(Number(row.event ?? 0))))
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
