// The engine's tables know people and subjects by UUIDs; an app may call them as it likes.
import { createHash } from 'node:crypto'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The id itself where it is a UUID, else always the same one for it (as version 8 of RFC 9562 has it). */
export function uuidOf(id: string): string {
  if (uuid.test(id)) return id
  const hex = createHash('sha256').update(id).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
