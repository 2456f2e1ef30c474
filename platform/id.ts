// Ids of rows as clients see them.
import { z } from 'zod'

export const id = z.guid({ error: 'is not an id' }).transform((value) => value.toLowerCase())

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is an id as all rows have them. */
export function isId(text: string | null | undefined): text is string {
  return typeof text === 'string' && pattern.test(text)
}
