// Gathers the commands of a node into groups: while one commit is under way the next group fills,
// so an idle system adds no delay and a busy one shares the cost of a commit among many.
import { isRefusal, Refusal } from '#protocol/errors.ts'
import type { Answer, ErrorMessage } from '#protocol/messages.ts'
import type { Logger } from '../../platform/logger.ts'
import { isOfStatement, sqlState } from '../../platform/postgres/errors.ts'
import type { Intent } from './change.ts'
import { mayShare, runGroup } from './group.ts'
import type { WriteContext } from './write.ts'

const largestGroup = 256

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
          waiting.answer(answers[index] ?? toError(waiting.intent, unavailable))
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
    try {
      return await runGroup(this.#context, intents)
    } catch (error) {
      const isRefused = isRefusal(error)
      // Somebody's command spoils the others': one of the halves does without it.
      if (intents.length > 1 && (isRefused || isOfStatement(sqlState(error)))) {
        return this.#inHalves(intents)
      }
      const commands = intents.slice(0, 10).map(({ command }) => command.type)
      if (isRefused) this.#logger.warn({ err: error, commands }, 'the database refused a command')
      else this.#logger.error({ err: error, commands }, 'commands failed')
      const refusal = isRefused ? error : unavailable
      return { answers: intents.map((intent) => toError(intent, refusal)), last: 0 }
    }
  }

  /** One bad command in a group fails alone, and is found in a few steps. */
  async #inHalves(intents: Intent[]): Promise<Committed> {
    const middle = Math.ceil(intents.length / 2)
    const first = await this.#commit(intents.slice(0, middle))
    const second = await this.#commit(intents.slice(middle))
    return {
      answers: [...first.answers, ...second.answers],
      last: Math.max(first.last, second.last),
    }
  }
}

const unavailable = new Refusal(
  'unavailable',
  'This could not be saved just now. Try again in a moment.',
  1000,
)

function toError(
  { command }: Intent,
  { code, message, retryAfterMs }: Pick<Refusal, 'code' | 'message' | 'retryAfterMs'>,
): ErrorMessage {
  const error = { type: 'error', ref: command.ref, code, message } as const
  return retryAfterMs === undefined ? error : { ...error, retryAfterMs }
}
