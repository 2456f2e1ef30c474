// Keys that open something for whoever has them: of links, of inboxes.
import { timingSafeEqual } from 'node:crypto'

/** Whether the key that was given is the one that is set; the time that takes tells nothing of it. */
export function sameKey(given: string | null, set: string | null): boolean {
  if (given === null || set === null) return false
  const [a, b] = [Buffer.from(given), Buffer.from(set)]
  return a.length === b.length && timingSafeEqual(a, b)
}
