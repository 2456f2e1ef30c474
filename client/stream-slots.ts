// Browsers allow six connections to a site over HTTP/1.1, over all its tabs. Endless streams take at
// most this many of them, or the next tab could not even load.

const slots = 4

/**
 * Takes a place for a stream; the returned function gives it back. Null when other tabs have them all.
 * Where places cannot be counted, or need not be, there is always one.
 */
export async function takeSlot(): Promise<(() => void) | null> {
  const locks = typeof window === 'undefined' ? undefined : lockManager()
  if (!locks || isMultiplexed()) return () => undefined
  for (let slot = 0; slot < slots; slot += 1) {
    // oxlint-disable-next-line no-await-in-loop
    const release = await take(locks, `hubbub-stream-${slot}`)
    if (release) return release
  }
  return null
}

/** Only pages that came over TLS, or from this machine, have one. */
function lockManager(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined
}

/** HTTP/2 and later carry any number of streams over one connection. */
function isMultiplexed(): boolean {
  const [page] = performance.getEntriesByType('navigation')
  return page instanceof PerformanceNavigationTiming && /^h[23]/.test(page.nextHopProtocol)
}

function take(locks: LockManager, name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => resolve(release))
      resolve(null)
      return undefined
    }
    locks.request(name, { ifAvailable: true }, held).catch(() => resolve(() => undefined))
  })
}
