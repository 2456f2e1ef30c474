// What triggers have noted of rows that somebody else than the app changed, and how handlers read it.
import type { Statements } from '../../../platform/postgres/statements.ts'

/** Sent by triggers when somebody else than the app changes rows; 'all': a whole table was emptied. */
export const externalChannel = 'hubbub_external'

export interface Note {
  /** Of a row with these keys. RETELL: it is as it was, and what is told of it is not. */
  verb: 'INSERT' | 'UPDATE' | 'DELETE' | 'RETELL'
  keys: Readonly<Record<string, string>>
}

/** The different values that the notes have under a key. */
export function valuesOf(notes: readonly Note[], key: string): string[] {
  return [...new Set(notes.flatMap(({ keys }) => keys[key] ?? []))]
}

/** The different pairs under two keys, each with the verbs that were noted of it. */
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

/** Whether the row came to be, or came here, as far as the notes tell. */
export function wasMade(notes: readonly Note[], key: string, value: string): boolean {
  return notes.some(({ verb, keys }) => verb === 'INSERT' && keys[key] === value)
}

/** Notes that something follows from a change; it comes after all that is noted already, and once. */
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
  // Counted: what a function of nothing returns, no client reads.
  await tx.$queryRaw`SELECT count(pg_notify(${externalChannel}, ''))`
}
