// A clock hook, which runs only where a component shows time.
'use client'
import { useEffect, useState } from 'react'

/** Milliseconds since 1970, as of the last tick; `everyMs` null: the clock is stopped. */
export function useClock(everyMs: number | null): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (everyMs === null) return undefined
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
