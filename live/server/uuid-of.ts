// The engine's tables identify users and subjects by UUIDs; an app may use ids of any form.
import { createHash } from 'node:crypto'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The id itself if it is a UUID, else a UUID derived from its hash (version 8 of RFC 9562). */
export function uuidOf(id: string): string {
  if (uuid.test(id)) return id
  const hex = createHash('sha256').update(id).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
