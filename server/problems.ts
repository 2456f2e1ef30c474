// What is wrong with a node, in sentences for whoever runs it.
import type { Live } from '#live/server/live.ts'
import type { Pages } from './pages.ts'

/** Longer than a command may wait for its answer. */
const longestWaitMs = 8_000

/** Empty while all is well. `database`: whether it answers. */
export function problemsOf(live: Live, pages: Pages | null, database: boolean): string[] {
  const waited = live.commands.oldestMs
  const problems = [
    database ? null : 'The database does not answer.',
    live.writes.problem,
    waited < longestWaitMs ? null : `A command waits for ${Math.round(waited / 1000)} s.`,
    live.log.healthy() ? null : 'The tail of the log is not read.',
    live.delivery.healthy() ? null : 'An event of the log has not come through.',
    (pages?.healthy() ?? true) ? null : 'Pages cannot be rendered.',
  ]
  return problems.filter((each) => each !== null)
}
