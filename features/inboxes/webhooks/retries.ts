// How long after each failed attempt a reply is handed over again; about a day in all.

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

/** Milliseconds, spread by a fifth so that many do not come back at once; null: it is given up. */
export function waitAfter(attempts: number, random: () => number = Math.random): number | null {
  const wait = waits[attempts - 1]
  return wait === undefined ? null : Math.round(wait * (0.9 + random() * 0.2))
}
