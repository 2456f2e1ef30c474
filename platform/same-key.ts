// Comparison of secret keys, e.g. of links and inboxes.
import { timingSafeEqual } from 'node:crypto'

/** Whether the given key is the one that is set; compared in constant time against timing attacks. */
export function sameKey(given: string | null, set: string | null): boolean {
  if (given === null || set === null) return false
  const [a, b] = [Buffer.from(given), Buffer.from(set)]
  return a.length === b.length && timingSafeEqual(a, b)
}
