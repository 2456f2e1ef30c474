// Detects closed and crashed tabs: each tab holds a lock of its own, which the browser releases when the tab
// is gone.
import { wishForLock } from './lock.ts'

/** Holds a lock until released. `held` resolves once the lock is held, or cannot be. */
export function holdPresence(
  locks: LockManager,
  name: string,
): { held: Promise<void>; release: () => void } {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = wishForLock(locks, name, { granted: resolve, denied: resolve })
  })
  return { held, release }
}

/** Calls back when the lock is free; returns a function that stops watching. */
export function watchPresence(locks: LockManager, name: string, gone: () => void): () => void {
  const stop = wishForLock(locks, name, {
    granted: () => {
      stop()
      gone()
    },
  })
  return stop
}
