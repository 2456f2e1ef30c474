// Code that a page can do without until somebody presses something: it is fetched when the page is at rest, so that it
// is there without a network too, and at the latest when it is wanted.
'use client'
import { useEffect, useState } from 'react'

const restMs = 1500

/** `loaded` is null until it was pressed and the code is there. `load` must be the same function each time. */
export function useLater<T>(load: () => Promise<T>): {
  loaded: T | null
  /** `failed`: what to do where the code cannot be had. */
  press: (failed?: () => void) => void
} {
  const [loaded, setLoaded] = useState<{ code: T } | null>(null)
  useEffect(() => {
    // Nobody waits for it: when it is pressed, it is tried again.
    const fetchAhead = () => void load().catch(() => undefined)
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(fetchAhead, restMs)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(fetchAhead, { timeout: 2 * restMs })
    return () => cancelIdleCallback(idle)
  }, [load])
  const press = (failed: () => void = () => undefined) => {
    load().then((code) => setLoaded({ code }), failed)
  }
  return { loaded: loaded?.code ?? null, press }
}
