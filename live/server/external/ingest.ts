// What somebody else than the app changed (Prisma Studio, psql), made into what a command would have made of it:
// right counts, and events for everybody. Triggers have noted it, see prisma/migrations.
import type { Change } from '../commands/change.ts'
import type { Note } from './notes.ts'

/** What features make of the notes of one table. */
export interface FollowedTable {
  readonly table: string
  readonly keys: readonly string[]
  take(notes: readonly Note[], writing: unknown): Promise<void>
}

/** The tables that features follow, in their order. */
export function followedTables(servers: readonly { rules: unknown }[]): FollowedTable[] {
  return servers.flatMap(({ rules }) => {
    const { externalChanges = {} } = rules as {
      externalChanges?: Record<string, Omit<FollowedTable, 'table'>>
    }
    return Object.entries(externalChanges).map(([table, followed]) => ({ table, ...followed }))
  })
}

/** A connection whose own changes would be noted as somebody else's; no note is to blame. */
export class NotTheApp extends Error {
  override name = 'NotTheApp'
  override message = 'A connection to the database has lost the setting hubbub.node.'
}

/** Takes these notes and publishes their events. One node at a time does: `false` when another one is at it. */
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
  // What this writes would be noted again, and that again, for ever.
  if (!turns[0].known) throw new NotTheApp()
  const notes = await statements.$queryRaw<(Note & { noun: string })[]>`
    DELETE FROM external_changes WHERE id = ANY(${ids}::bigint[]) RETURNING noun, verb, keys`
  for (const { table, take } of tables) {
    const ofTable = notes.filter((note) => note.noun === table)
    // A transaction is one connection: one after the other.
    // oxlint-disable-next-line no-await-in-loop
    if (ofTable.length > 0) await take(ofTable, writing)
  }
  return true
}
