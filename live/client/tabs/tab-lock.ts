// Whether a tab is there: it holds a lock of its own, which the browser takes from it when it is gone, however it
// went.
import { wishForLock } from './lock.ts'

/** Holds a lock until released. `held` resolves once it is. */
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

/** Calls back when nobody holds the lock any more; returns how to stop watching. */
export function watchPresence(locks: LockManager, name: string, gone: () => void): () => void {
  const stop = wishForLock(locks, name, {
    granted: () => {
      stop()
      gone()
    },
  })
  return stop
}
