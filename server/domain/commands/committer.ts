// Gathers the commands of a node into groups: while one commit is under way the next group fills,
// so an idle system adds no delay and a busy one shares the cost of a commit among many.
import { z } from 'zod'
import { mayRetry, Refusal } from '#protocol/errors.ts'
import type { Answer, ErrorMessage } from '#protocol/messages.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Intent } from './change.ts'
import { mayShare, runGroup } from './group.ts'
import type { WriteContext } from './group.ts'

const largestGroup = 256
const attempts = 4

interface Committed {
  answers: Answer[]
  /** The log's last event after it, 0 when nothing was committed. */
  last: number
}

interface Waiting {
  intent: Intent
  answer: (answer: Answer) => void
}

export class Committer {
  readonly #context: WriteContext
  readonly #logger: Logger
  /** Called after each commit; resolves when this node has read it in the log. */
  readonly #committed: (lastEvent: number) => Promise<void>
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  readonly #answering = new Set<Promise<void>>()

  constructor(
    context: WriteContext,
    logger: Logger,
    committed: (lastEvent: number) => Promise<void>,
  ) {
    this.#context = context
    this.#logger = logger
    this.#committed = committed
  }

  /** Resolves after the commit; never rejects. Commands of one person are done in the order given. */
  submit(intent: Intent): Promise<Answer> {
    return new Promise((answer) => {
      this.#waiting.push({ intent, answer })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when every command that was begun has been answered. */
  async settled(): Promise<void> {
    await this.#running
    await Promise.all(this.#answering)
  }

  async #run(): Promise<void> {
    // What is submitted in the same turn goes together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup()
      // oxlint-disable-next-line no-await-in-loop
      const { answers, last } = await this.#commit(group.map(({ intent }) => intent))
      const answering = this.#committed(last).then(() => {
        group.forEach((waiting, index) => {
          waiting.answer(answers[index] ?? unavailable(waiting.intent))
        })
        this.#answering.delete(answering)
      })
      this.#answering.add(answering)
    }
    this.#running = null
  }

  /** The next commands of different people; one that has a transaction of its own comes alone. */
  #nextGroup(): Waiting[] {
    const group: Waiting[] = []
    const later: Waiting[] = []
    const actors = new Set<string>()
    for (const waiting of this.#waiting) {
      const { actor, command } = waiting.intent
      const fits =
        group.length < largestGroup &&
        !actors.has(actor.id) &&
        (mayShare(command.type) ? !this.#isAlone(group) : group.length === 0)
      if (fits) group.push(waiting)
      else later.push(waiting)
      actors.add(actor.id)
    }
    this.#waiting = later
    return group
  }

  #isAlone(group: Waiting[]): boolean {
    const first = group[0]
    return first !== undefined && !mayShare(first.intent.command.type)
  }

  async #commit(intents: Intent[]): Promise<Committed> {
    let error: unknown
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        return await runGroup(this.#context, intents)
      } catch (failure) {
        error = failure
        if (!isStatementFailure(error)) break
        if (intents.length > 1) return this.#oneByOne(intents)
        // A lost race (a deadlock, the same ref on another node) is won the next time.
      }
    }
    const types = intents.map(({ command }) => command.type)
    this.#logger.error({ err: error, commands: types.slice(0, 10) }, 'commands failed')
    return { answers: intents.map(unavailable), last: 0 }
  }

  /** One bad command in a group fails alone. */
  async #oneByOne(intents: Intent[]): Promise<Committed> {
    const all: Committed = { answers: [], last: 0 }
    for (const intent of intents) {
      // oxlint-disable-next-line no-await-in-loop
      const { answers, last } = await this.#commit([intent])
      all.answers.push(...answers)
      all.last = Math.max(all.last, last)
    }
    return all
  }
}

const failure = z.object({ code: z.string() })
const unreachable: ReadonlySet<string> = new Set(['P2024', 'P2028', 'P2037'])

/** Whether the database was there and refused a statement, so that trying in another way makes sense. */
function isStatementFailure(error: unknown): boolean {
  const { code } = failure.safeParse(error).data ?? {}
  return code !== undefined && code.startsWith('P2') && !unreachable.has(code)
}

function unavailable(intent: Intent): ErrorMessage {
  const refusal = new Refusal(
    'unavailable',
    'This could not be saved just now. Try again in a moment.',
  )
  return {
    type: 'error',
    ref: intent.command.ref,
    code: refusal.code,
    message: refusal.message,
    ...(mayRetry(refusal.code) ? { retryAfterMs: 1000 } : {}),
  }
}
