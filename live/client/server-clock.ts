// What time it is at the server. A reader's own clock may be hours away: it only tells how time goes on from there.

/** Milliseconds by which the server's clock is ahead of the reader's. */
let ahead = 0
const listeners = new Set<() => void>()

/** Less than this is the way here, and no reason to draw anything again. */
const noticeableMs = 2_000

/** Now, by the server's clock as far as it is known. */
export function serverNow(): number {
  return Date.now() + ahead
}

/** The server has just said what time it is. What is no time changes nothing. */
export function heardServerTime(time: number): void {
  const next = time - Date.now()
  if (!Number.isFinite(next) || Math.abs(next - ahead) < noticeableMs) return
  ahead = next
  for (const listener of listeners) listener()
}

/** The server's time as the page was rendered: since it came, the reader's clock has gone on. */
export function renderedAt(time: number): void {
  heardServerTime(time + sinceLoaded())
}

/** Calls back when the clock is set; returns how to stop. */
export function watchServerClock(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How long the page is here, in milliseconds. */
function sinceLoaded(): number {
  const [navigation] = performance.getEntriesByType('navigation')
  const came = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0
  return performance.now() - came
}
