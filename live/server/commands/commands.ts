// The one way in for commands, whoever carries them: parse, limit, commit.
import { parseCommand, refOf } from '../../protocol/commands.ts'
import { isRefusal } from '../../../platform/errors.ts'
import type { Feature } from '../../protocol/feature.ts'
import type { Answer } from '../../protocol/messages.ts'
import type { Protocol } from '../../protocol/registry.ts'
import type { Actor } from '../../protocol/actor.ts'
import type { Limits } from '../../../platform/limits.ts'
import { Committer } from './committer.ts'
import type { Outcomes } from './committer.ts'
import type { Logger } from '../../../platform/logger.ts'
import { write } from './write.ts'
import type { WriteContext } from './write.ts'
import type { AnyWriting } from './change.ts'

/** A command that has been let in: the next may follow, its answer comes later. */
interface Turn {
  answer: Promise<Answer>
}

export class Commands {
  readonly #context: WriteContext
  readonly #committer: Committer
  readonly #limits: Limits
  readonly #protocol: Protocol
  readonly #committed: (lastEvent: number) => Promise<void>
  /** The newest command of each person that is being let in. */
  readonly #turns = new Map<string, Promise<Turn>>()

  constructor(
    context: WriteContext,
    protocol: Protocol,
    limits: Limits,
    logger: Logger,
    watch: Outcomes,
    committed: (lastEvent: number) => Promise<void>,
  ) {
    this.#context = context
    this.#limits = limits
    this.#protocol = protocol
    this.#committed = committed
    this.#committer = new Committer(context, logger, watch, committed)
  }

  /** What is wrong with the input is in the answer. Commands of one person are done in the order given. */
  async run(actor: Actor, input: unknown): Promise<Answer> {
    const turn = this.#admit(this.#turns.get(actor.id), actor, input)
    this.#turns.set(actor.id, turn)
    try {
      return await (
        await turn
      ).answer
    } finally {
      if (this.#turns.get(actor.id) === turn) this.#turns.delete(actor.id)
    }
  }

  /** Lets a command in after the one before: it takes each as long as its limits do. */
  async #admit(before: Promise<unknown> | undefined, actor: Actor, input: unknown): Promise<Turn> {
    await before?.catch(() => undefined)
    try {
      const command = parseCommand(input, this.#protocol.inputOf)
      const { rate } = this.#context.registry.command(command.type).handler
      await this.#limits.command(actor.id, rate)
      return { answer: this.#committer.submit({ actor, ...command }) }
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { code, message, retryAfterMs } = error
      const answer = { type: 'error', ref: refOf(input), code, message } as const
      return {
        answer: Promise.resolve(retryAfterMs === undefined ? answer : { ...answer, retryAfterMs }),
      }
    }
  }

  /** Does something else than a command in a transaction of its own. Throws a Refusal, or what the database throws. */
  async write<R>(_feature: Feature, work: (writing: AnyWriting) => Promise<R>): Promise<R> {
    const { result, last } = await write(this.#context, (change) => work(change.writing))
    await this.#committed(last)
    return result
  }

  /** For how many milliseconds the oldest command has waited for its answer. */
  get oldestMs(): number {
    return this.#committer.oldestMs
  }

  /** Resolves when all that was begun has been answered. */
  settled(): Promise<void> {
    return this.#committer.settled()
  }
}
