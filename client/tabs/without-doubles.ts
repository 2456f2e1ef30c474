// Two readings of the same log, one after the other.
import type { LiveEvent } from '#protocol/events.ts'

/**
 * Of the events that were told, those that come after what was found. The found ones may lack counts that newer
 * ones replace, so whatever was told before a found one of its topic is covered too.
 */
export function withoutDoubles(
  told: readonly LiveEvent[],
  found: readonly LiveEvent[],
): LiveEvent[] {
  const ids = new Set(found.map(({ id }) => id))
  const covered = new Set<string>()
  const rest: LiveEvent[] = []
  for (const event of told.toReversed()) {
    if (ids.has(event.id)) covered.add(event.topic)
    if (!covered.has(event.topic)) rest.unshift(event)
  }
  return rest
}
