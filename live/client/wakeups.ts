// Watches browser events after which a connection may be dead, or can be restored: online, visible, wake from sleep.

export interface Wakeups {
  /** The page is online, visible, back from the back/forward cache, or awake again: check the connection. */
  wake(): void
  /** The browser is online again, perhaps on another network. */
  online?(): void
  offline(): void
  /** The page is left, perhaps for the back/forward cache, which rejects pages with open connections. */
  away(): void
  /** The page has been hidden for a while. */
  hidden(): void
}

const tickMs = 5_000
/** Browsers run timers of hidden tabs once a minute; only a longer gap means that the machine slept. */
const sleepMs = 75_000
const hiddenMs = 10_000

/** Whether the page is hidden. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden'
}

/** Whether the browser says that it has no network. */
export function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false
}

/** Watches until the returned function is called. Without a window it only detects sleep. */
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
