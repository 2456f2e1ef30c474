// The one way in for commands, whoever carries them: parse, limit, commit.
import { parseCommand, refOf } from '../../protocol/commands.ts'
import { isRefusal } from '#platform/errors.ts'
import type { Command } from '#features/protocol.ts'
import type { Answer } from '../../protocol/messages.ts'
import type { Protocol } from '../../protocol/registry.ts'
import type { Author } from '#platform/author.ts'
import type { Limits } from '#platform/limits.ts'
import { Committer } from './committer.ts'
import type { Outcomes } from './committer.ts'
import type { Logger } from '#platform/logger.ts'
import { write } from './write.ts'
import type { WriteContext } from './write.ts'
import { refuseUnknown, takeOutsideMessage } from '#features/inboxes/visitor-message.ts'
import type { OutsideMessage, TakenMessage } from '#features/inboxes/visitor-message.ts'
import { cutAvatar, setAvatar } from '#features/profiles/commands.ts'

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
  async run(actor: Author, input: unknown): Promise<Answer> {
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
  async #admit(before: Promise<unknown> | undefined, actor: Author, input: unknown): Promise<Turn> {
    await before?.catch(() => undefined)
    try {
      const { type, ref, input: fields } = parseCommand(input, this.#protocol.inputOf)
      const command = { type, ref, ...fields } as Command
      await this.#limits.command(actor.id, command.type)
      return { answer: this.#committer.submit({ actor, command }) }
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { code, message, retryAfterMs } = error
      const answer = { type: 'error', ref: refOf(input), code, message } as const
      return {
        answer: Promise.resolve(retryAfterMs === undefined ? answer : { ...answer, retryAfterMs }),
      }
    }
  }

  /** Stores an uploaded picture; returns its path. Throws a Refusal when it is no picture. */
  async saveAvatar(actor: Author, bytes: Uint8Array): Promise<string> {
    await this.#limits.command(actor.id, 'editProfile')
    const cut = await cutAvatar(bytes)
    const { result, last } = await write(this.#context, (tx, change) =>
      setAvatar(tx, actor, cut, change),
    )
    await this.#committed(last)
    return result
  }

  /** Takes what somebody without an account says; `key` is whom the limit is for. Throws a Refusal. */
  async takeOutsideMessage(sent: OutsideMessage, key: string): Promise<TakenMessage> {
    await refuseUnknown(this.#context.db, sent)
    await this.#limits.outside(key, sent.by)
    const { result, last } = await write(this.#context, (tx, change) =>
      takeOutsideMessage(tx, sent, change),
    )
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
