// Notes of external changes, as the database triggers write them, and helpers to read them.
import type { Statements } from '../../../platform/postgres/statements.ts'

/** The NOTIFY channel on which triggers report external changes; payload 'all': a whole table was emptied. */
export const externalChannel = 'hubbub_external'

export interface Note {
  /** RETELL: the row is unchanged, but its events must be published again. */
  verb: 'INSERT' | 'UPDATE' | 'DELETE' | 'RETELL'
  keys: Readonly<Record<string, string>>
}

/** The distinct values of a key in the notes. */
export function valuesOf(notes: readonly Note[], key: string): string[] {
  return [...new Set(notes.flatMap(({ keys }) => keys[key] ?? []))]
}

/** The distinct pairs of values of two keys, each with its verbs. */
export function pairsOf(
  notes: readonly Note[],
  first: string,
  second: string,
): { first: string; second: string; verbs: ReadonlySet<Note['verb']> }[] {
  const pairs = new Map<string, { first: string; second: string; verbs: Set<Note['verb']> }>()
  for (const { verb, keys } of notes) {
    const a = keys[first]
    const b = keys[second]
    if (a === undefined || b === undefined) continue
    const pair = pairs.get(`${a} ${b}`) ?? { first: a, second: b, verbs: new Set() }
    pair.verbs.add(verb)
    pairs.set(`${a} ${b}`, pair)
  }
  return [...pairs.values()]
}

/** Whether the notes say that a row with this key was inserted, or got its keys by an update. */
export function wasMade(notes: readonly Note[], key: string, value: string): boolean {
  return notes.some(({ verb, keys }) => verb === 'INSERT' && keys[key] === value)
}

/** Adds RETELL notes for rows affected by a change, without duplicates; they are handled after the existing notes. */
export async function retell(
  tx: Statements,
  table: string,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  if (keys.length === 0) return
  const texts = keys.map((each) => JSON.stringify(each))
  await tx.$queryRaw`
    INSERT INTO external_changes (noun, verb, keys)
    SELECT DISTINCT ${table}, 'RETELL', key::jsonb FROM unnest(${texts}::text[]) AS key
    ON CONFLICT DO NOTHING`
  // In count(), as clients cannot read the void that pg_notify returns.
  await tx.$queryRaw`SELECT count(pg_notify(${externalChannel}, ''))`
}
