// Delays between attempts to hand a reply over to a webhook; about a day in all.

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const waits = [
  second,
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
]

/** Milliseconds, with a jitter of a fifth so that retries do not come all at once; null: no further attempt. */
export function waitAfter(attempts: number, random: () => number = Math.random): number | null {
  const wait = waits[attempts - 1]
  return wait === undefined ? null : Math.round(wait * (0.9 + random() * 0.2))
}
