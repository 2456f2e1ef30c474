// What one group of commands does to the world, gathered while its transaction runs.
import type { Command, CommandResult, CommandType } from '#features/protocol.ts'
import type { Refusal } from '#platform/errors.ts'
import type { NewEvent } from '../../protocol/events.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { Statements } from '#platform/postgres/direct.ts'

/** A command with the person who gave it. */
export interface Intent<T extends CommandType = CommandType> {
  actor: Author
  command: Command<T>
}

/** The events to append, and by how much the counts of each post move. */
export class Change {
  readonly events: NewEvent[] = []
  readonly counts = new Map<string, { likes: number; comments: number }>()

  count(postId: string, by: { likes?: number; comments?: number }): void {
    const sum = this.counts.get(postId) ?? { likes: 0, comments: 0 }
    sum.likes += by.likes ?? 0
    sum.comments += by.comments ?? 0
    this.counts.set(postId, sum)
  }
}

/**
 * Does all commands of one type in a group with a few set-based statements: an answer for each, in order.
 * A refused one changes nothing; throwing fails the group, whose commands are then tried one by one.
 */
export type Execute<T extends CommandType, Tx = Transaction> = (
  tx: Tx,
  intents: readonly Intent<T>[],
  change: Change,
) => Promise<(CommandResult[T] | Refusal)[]>

/** As Execute, for what is done most, in statements of SQL alone. */
export type ExecuteDirectly<T extends CommandType> = Execute<T, Statements>

/** The Execute of a command that has a transaction of its own: it is never in a group with others. */
export function alone<T extends CommandType>(
  executeOne: (
    tx: Transaction,
    intent: Intent<T>,
    change: Change,
  ) => Promise<CommandResult[T] | Refusal>,
): Execute<T> {
  return async (tx, intents, change) => {
    const results = []
    // oxlint-disable-next-line no-await-in-loop
    for (const intent of intents) results.push(await executeOne(tx, intent, change))
    return results
  }
}
