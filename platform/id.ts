// Row ids: UUIDs in lower case.
import { z } from 'zod'

export const id = z.guid({ error: 'is not an id' }).transform((value) => value.toLowerCase())

const form = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const whole = new RegExp(`^${form}$`)

const within = new RegExp(form, 'g')

/** Whether a text is a row id. */
export function isId(text: string | null | undefined): text is string {
  return typeof text === 'string' && whole.test(text)
}

/** All ids in a text. */
export function idsIn(text: string): Set<string> {
  return new Set(text.match(within))
}
