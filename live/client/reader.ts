// Detects that another user has signed in in this browser. Every page stores its viewer when it starts; tabs that were
// loaded for another user notice at once, even without a connection, and sleeping tabs when they wake.
const key = 'hubbub:reader'

/** Stores this page's viewer ('': signed out), and calls back when another one is stored. Returns a function that stops. */
export function watchReader(
  storage: Storage | null,
  own: string,
  isOther: (reader: string) => void,
): () => void {
  const read = (): string | null => {
    try {
      return storage?.getItem(key) ?? null
    } catch {
      // Storage may be forbidden: then only the connection notices.
      return null
    }
  }
  const look = (): void => {
    const now = read()
    if (now !== null && now !== own) isOther(now)
  }
  try {
    storage?.setItem(key, own)
  } catch {
    // As above.
  }
  if (typeof window === 'undefined') return () => undefined
  const end = new AbortController()
  const { signal } = end
  const heard = (event: StorageEvent): void => {
    if (event.key === key) look()
  }
  window.addEventListener('storage', heard, { signal })
  window.addEventListener('pageshow', look, { signal })
  document.addEventListener('visibilitychange', look, { signal })
  return () => end.abort()
}
