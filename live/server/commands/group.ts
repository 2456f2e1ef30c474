// Runs a group of commands as one transaction: rows, writes of hooks, events and answers are committed together.
import type { Answer } from '../../protocol/messages.ts'
import type { Change } from './change.ts'
import type { Intent } from './intent.ts'
import { firstAnswers, keptAnswer, toAnswer } from './kept-answers.ts'
import type { First, Outcome } from './kept-answers.ts'
import type { Registry } from './registry.ts'
import { write, writeDirectly } from './write.ts'
import type { WriteContext } from './write.ts'

/**
 * Returns an answer for each intent, in order, and the log's last event after the commit. Call an answer once this node has
 * read that event: only then does it know the epoch of the cursor. The intents must be of different actors and of one lane.
 * Throws when the database does; then nothing was committed.
 */
export async function runGroup(
  context: WriteContext,
  intents: readonly Intent[],
): Promise<{ answers: (() => Answer)[]; last: number }> {
  const { database, direct, registry, cursorOf } = context
  const isDirect = intents.every(({ type }) => registry.command(type).handler.runDirectly)
  const work = async (change: Change): Promise<Done> => {
    const db = isDirect ? database.reader : change.writing.tx
    const first = await firstAnswers(change.statements, db, registry, intents)
    return execute(registry, change, first, intents)
  }
  const kept = ({ outcomes }: Done) =>
    [...outcomes].map(([intent, outcome]) => keptAnswer(registry, intent, outcome))
  const { result, last } =
    isDirect && direct
      ? await writeDirectly(direct, context, work, kept)
      : await write(context, work, kept)
  const answers = intents.map((intent) => () => {
    const known = result.first.get(intent)
    const { outcome, event } = known ?? { outcome: result.outcomes.get(intent) ?? {}, event: last }
    return toAnswer(registry, intent, outcome, cursorOf(event))
  })
  return { answers, last }
}

interface Done {
  first: Map<Intent, First>
  outcomes: Map<Intent, Outcome>
}

/** Runs the intents that have no answer yet, one type after the other: a transaction has one connection. */
async function execute(
  registry: Registry,
  change: Change,
  first: Map<Intent, First>,
  intents: readonly Intent[],
): Promise<Done> {
  const outcomes = new Map<Intent, Outcome>()
  const fresh = intents.filter((intent) => !first.has(intent))
  for (const type of new Set(fresh.map((intent) => intent.type))) {
    const ofType = fresh.filter((intent) => intent.type === type)
    // oxlint-disable-next-line no-await-in-loop
    const results = await executeType(registry, change, type, ofType)
    ofType.forEach((intent, index) => outcomes.set(intent, results[index] ?? {}))
  }
  return { first, outcomes }
}

async function executeType(
  registry: Registry,
  { writing, directWriting }: Change,
  type: string,
  intents: readonly Intent[],
): Promise<readonly unknown[]> {
  const { handler } = registry.command(type)
  if (handler.runMany) return handler.runMany(intents, writing)
  if (handler.runDirectly) return handler.runDirectly(intents, directWriting)
  const results: unknown[] = []
  for (const intent of intents) {
    // oxlint-disable-next-line no-await-in-loop
    results.push(await handler.run?.({ ...writing, ...intent }))
  }
  return results
}
