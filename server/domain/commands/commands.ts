// The one way in for commands, whoever carries them: parse, limit, commit.
import { parseCommand, refOf } from '#protocol/commands.ts'
import type { Command } from '#protocol/commands.ts'
import { isRefusal } from '#protocol/errors.ts'
import type { Answer } from '#protocol/messages.ts'
import type { Author } from '#protocol/views.ts'
import type { Limits } from '../../platform/limits.ts'
import { Committer } from './committer.ts'
import type { Logger } from '../../platform/logger.ts'
import { write } from './write.ts'
import type { WriteContext } from './write.ts'
import { refuseUnknown, takeOutsideMessage } from './outside-message.ts'
import type { OutsideMessage, TakenMessage } from './outside-message.ts'
import { cutAvatar, setAvatar } from './profile.ts'

export class Commands {
  readonly #context: WriteContext
  readonly #committer: Committer
  readonly #limits: Limits
  readonly #committed: (lastEvent: number) => Promise<void>

  constructor(
    context: WriteContext,
    limits: Limits,
    logger: Logger,
    committed: (lastEvent: number) => Promise<void>,
  ) {
    this.#context = context
    this.#limits = limits
    this.#committed = committed
    this.#committer = new Committer(context, logger, committed)
  }

  /** Never rejects: what is wrong with the input is in the answer. */
  async run(actor: Author, input: unknown): Promise<Answer> {
    let command: Command
    try {
      command = parseCommand(input)
      await this.#limits.command(actor.id, command.type)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { code, message, retryAfterMs } = error
      const answer = { type: 'error', ref: refOf(input), code, message } as const
      return retryAfterMs === undefined ? answer : { ...answer, retryAfterMs }
    }
    return this.#committer.submit({ actor, command })
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

  /** Resolves when all that was begun has been answered. */
  settled(): Promise<void> {
    return this.#committer.settled()
  }
}
