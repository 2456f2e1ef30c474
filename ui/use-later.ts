// Loads code that is needed only after a press: when the page is idle, so that it is there without a network too, at the latest on the press.
'use client'
import { useEffect, useState } from 'react'

const restMs = 1500

/** `loaded` is null until the button was pressed and the code is there. `load` must be the same function each time. */
export function useLater<T>(load: () => Promise<T>): {
  loaded: T | null
  /** `failed`: called when the code cannot be loaded. */
  press: (failed?: () => void) => void
} {
  const [loaded, setLoaded] = useState<{ code: T } | null>(null)
  useEffect(() => {
    // Errors are ignored here: a press tries again.
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
