// The single entry point for commands of all transports: parse, rate-limit, commit.
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

/** An admitted command. It wraps the answer, so that awaiting the admission does not await the answer too. */
interface Turn {
  answer: Promise<Answer>
}

export class Commands {
  readonly #context: WriteContext
  readonly #committer: Committer
  readonly #limits: Limits
  readonly #protocol: Protocol
  readonly #committed: (lastEvent: number) => Promise<void>
  /** The newest command of each actor, by the actor's id. */
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

  /** Invalid input gives an error as the answer. Commands of one actor run in the order given. */
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

  /** Admits a command after the actor's previous one, as the checks of the limits take time. */
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

  /** Writes without a command, in a transaction of its own. Throws a Refusal, or the database's error. */
  async write<R>(_feature: Feature, work: (writing: AnyWriting) => Promise<R>): Promise<R> {
    const { result, last } = await write(this.#context, (change) => work(change.writing))
    await this.#committed(last)
    return result
  }

  /** Milliseconds that the oldest unanswered command has waited. */
  get oldestMs(): number {
    return this.#committer.oldestMs
  }

  /** Resolves when every submitted command has been answered. */
  settled(): Promise<void> {
    return this.#committer.settled()
  }
}
