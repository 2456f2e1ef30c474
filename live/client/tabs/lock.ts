// A wrapper of Web Locks that handles races between grant and withdrawal. A browser may grant a request that was
// withdrawn a moment before: such a lock is released at once.

export interface Wish {
  /** The lock is held from now on. */
  granted(): void
  /** Another tab has stolen the lock. */
  lost?(): void
  /** The browser rejected the request. */
  denied?(): void
  /** Takes the lock from its holder. */
  steal?: boolean
}

/** Queues for a lock; the returned function leaves the queue, or releases the lock. */
export function wishForLock(
  locks: LockManager,
  name: string,
  { granted, lost, denied, steal = false }: Wish,
): () => void {
  const abort = new AbortController()
  const { signal } = abort
  let release: (() => void) | null = null
  const hold = (): Promise<void> | undefined => {
    if (signal.aborted) return undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    granted()
    return held
  }
  locks.request(name, steal ? { steal } : { signal }, hold).catch(() => {
    if (signal.aborted) return
    if (release) lost?.()
    else denied?.()
  })
  return () => {
    abort.abort()
    release?.()
  }
}
