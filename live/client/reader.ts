// Who reads in this browser now. Every page says so as it starts, and the tabs that were loaded for somebody else
// hear of it at once, whatever their streams do; those that slept see it as they wake.
const key = 'hubbub:reader'

/** Says that pages are loaded for this reader now ('': nobody is signed in), and calls back with any other. */
export function watchReader(
  storage: Storage | null,
  own: string,
  isOther: (reader: string) => void,
): () => void {
  const read = (): string | null => {
    try {
      return storage?.getItem(key) ?? null
    } catch {
      // Storage may be forbidden: then the stream alone tells.
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
