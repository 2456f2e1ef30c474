// A node's problems, as sentences for the operator.
import type { WriteWatch } from '#live/server/commands/write-watch.ts'
import type { DeliveryWatch } from '#live/server/delivery-watch.ts'
import type { Log } from '#live/server/log/log.ts'
import type { Pages } from './pages.ts'

/** Longer than a command may wait for its answer. */
const longestWaitMs = 8_000

/** The parts of a node that are checked. */
export interface Watched {
  log: Pick<Log, 'healthy'>
  delivery: Pick<DeliveryWatch, 'healthy'>
  writes: Pick<WriteWatch, 'problem'>
  /** How long the oldest command has been waiting, in milliseconds. */
  commands: { readonly oldestMs: number }
}

/** Empty while all is well. `database`: whether it answers. */
export function problemsOf(
  { log, delivery, writes, commands }: Watched,
  pages: Pages | null,
  database: boolean,
): string[] {
  const waited = commands.oldestMs
  const problems = [
    database ? null : 'The database does not answer.',
    writes.problem,
    waited < longestWaitMs ? null : `A command waits for ${Math.round(waited / 1000)} s.`,
    log.healthy() ? null : 'The tail of the log is not read.',
    delivery.healthy() ? null : 'An event of the log has not come through.',
    (pages?.healthy() ?? true) ? null : 'Pages cannot be rendered.',
  ]
  return problems.filter((each) => each !== null)
}
