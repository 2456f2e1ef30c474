// A Web Lock: asked for, held, and given back however that falls together. A browser may grant a wish that was
// withdrawn a moment before: such a lock goes back at once.

export interface Wish {
  /** It is held from now on. */
  granted(): void
  /** Somebody has taken it. */
  lost?(): void
  /** It cannot be asked for here. */
  denied?(): void
  /** Takes it from whoever holds it. */
  steal?: boolean
}

/** Stands in line for a lock; the returned function leaves the line, or gives the lock back. */
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
