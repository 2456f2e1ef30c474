// The moments at which a browser's connection may have died unnoticed, or can come back.

export interface Wakeups {
  /** Worth a look now: online again, visible again, back from the back/forward cache, awake again. */
  wake(): void
  /** There is a network again, perhaps another one. */
  online?(): void
  offline(): void
  /** The page is put away, perhaps for the back/forward cache, which takes no page with a connection. */
  away(): void
  /** Nobody has seen the page for a while. */
  hidden(): void
}

const tickMs = 5_000
/** Browsers let timers of hidden tabs run once a minute; only more than that is a sleep. */
const sleepMs = 75_000
const hiddenMs = 10_000

/** Whether nobody can see the page now. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden'
}

/** Whether the browser says that it has no network. */
export function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false
}

/** Watches until the returned function is called. Without a window only the clock is watched. */
export function watchWakeups({ wake, online, offline, away, hidden }: Wakeups): () => void {
  let last = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - last > sleepMs) wake()
    last = now
  }, tickMs)
  if (typeof window === 'undefined' || typeof document === 'undefined') {
    return () => clearInterval(timer)
  }
  const end = new AbortController()
  const { signal } = end
  window.addEventListener('online', wake, { signal })
  window.addEventListener('online', () => online?.(), { signal })
  window.addEventListener('offline', offline, { signal })
  window.addEventListener('pagehide', away, { signal })
  window.addEventListener('pageshow', (event) => event.persisted && wake(), { signal })
  document.addEventListener('freeze', away, { signal })
  document.addEventListener('resume', wake, { signal })
  let unseen: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    clearTimeout(unseen)
    if (isHidden()) unseen = setTimeout(hidden, hiddenMs)
    else wake()
  }
  document.addEventListener('visibilitychange', look, { signal })
  return () => {
    clearInterval(timer)
    clearTimeout(unseen)
    end.abort()
  }
}
