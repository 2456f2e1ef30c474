// Ingests external changes (by Prisma Studio, psql) so that they have the same effects as commands: correct counts, and
// events for subscribers. Database triggers note them, see prisma/migrations.
import type { Change } from '../commands/change.ts'
import type { Note } from './notes.ts'

/** One table with a feature's handler for its notes. */
export interface FollowedTable {
  readonly table: string
  readonly keys: readonly string[]
  take(notes: readonly Note[], writing: unknown): Promise<void>
}

/** The tables with handlers for external changes, in the features' order. */
export function followedTables(servers: readonly { rules: unknown }[]): FollowedTable[] {
  return servers.flatMap(({ rules }) => {
    const { externalChanges = {} } = rules as {
      externalChanges?: Record<string, Omit<FollowedTable, 'table'>>
    }
    return Object.entries(externalChanges).map(([table, followed]) => ({ table, ...followed }))
  })
}

/** The app's connection lost the setting by which triggers recognise it. No note is at fault, so none is set aside. */
export class NotTheApp extends Error {
  override name = 'NotTheApp'
  override message = 'A connection to the database has lost the setting hubbub.node.'
}

/** Takes these notes and publishes their events. One node does at a time: `false` when another is ingesting. */
export async function ingestExternalChanges(
  change: Change,
  tables: readonly FollowedTable[],
  ids: readonly bigint[],
): Promise<boolean> {
  const { statements, writing } = change
  const turns = await statements.$queryRaw<{ taken: boolean; known: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('hubbub external changes')) AS taken,
      coalesce(current_setting('hubbub.node', true), '') <> '' AS known`
  if (turns[0]?.taken !== true) return false
  // Otherwise the triggers would note these writes as external changes too, in an endless loop.
  if (!turns[0].known) throw new NotTheApp()
  const notes = await statements.$queryRaw<(Note & { noun: string })[]>`
    DELETE FROM external_changes WHERE id = ANY(${ids}::bigint[]) RETURNING noun, verb, keys`
  for (const { table, take } of tables) {
    const ofTable = notes.filter((note) => note.noun === table)
    // In sequence: a transaction has one connection.
    // oxlint-disable-next-line no-await-in-loop
    if (ofTable.length > 0) await take(ofTable, writing)
  }
  return true
}
