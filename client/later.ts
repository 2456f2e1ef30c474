// Calls back later. Browsers hold up the timers of pages that nobody sees, by a second and by a minute: what is to be
// done at once waits for no timer.

/** Calls back after so long; after 0, as soon as what is at hand is done. Returns how to call it off. */
export function later(ms: number, call: () => void): () => void {
  if (ms > 0) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  }
  let off = false
  queueMicrotask(() => {
    if (!off) call()
  })
  return () => {
    off = true
  }
}
