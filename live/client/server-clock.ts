// The server's time. The browser's clock may be hours off, so it is only used to measure elapsed time.

/** Milliseconds by which the server's clock is ahead of the browser's. */
let ahead = 0
const listeners = new Set<() => void>()

/** Smaller differences may be network delay and are not worth rendering again. */
const noticeableMs = 2_000

/** The current time by the server's clock, as far as it is known; in milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + ahead
}

/** Sets the clock by a time that the server has just sent. Ignores NaN. */
export function heardServerTime(time: number): void {
  const next = time - Date.now()
  if (!Number.isFinite(next) || Math.abs(next - ahead) < noticeableMs) return
  ahead = next
  for (const listener of listeners) listener()
}

/** Sets the clock by the time when the page was rendered, plus the time since it was loaded. */
export function renderedAt(time: number): void {
  heardServerTime(time + sinceLoaded())
}

/** Calls back when the clock is set; returns a function that stops. */
export function watchServerClock(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Milliseconds since the page's response began. */
function sinceLoaded(): number {
  const [navigation] = performance.getEntriesByType('navigation')
  const came = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0
  return performance.now() - came
}
