// Whether a tab is there: it holds a lock of its own, which the browser takes from it when it is gone, however it
// went.

/** Holds a lock until released. `held` resolves once it is. */
export function holdPresence(
  locks: LockManager,
  name: string,
): { held: Promise<void>; release: () => void } {
  const abort = new AbortController()
  let free: (() => void) | null = null
  const held = new Promise<void>((resolve) => {
    const hold = (): Promise<void> => {
      resolve()
      return new Promise((released) => (free = released))
    }
    locks.request(name, { signal: abort.signal }, hold).catch(() => resolve())
  })
  const release = (): void => {
    abort.abort()
    free?.()
  }
  return { held, release }
}

/** Calls back when nobody holds the lock any more; returns how to stop watching. */
export function watchPresence(locks: LockManager, name: string, gone: () => void): () => void {
  const abort = new AbortController()
  locks.request(name, { signal: abort.signal }, () => gone()).catch(() => undefined)
  return () => abort.abort()
}
