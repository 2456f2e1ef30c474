// The time, again and again; a page that shows none of it needs no clock.
'use client'
import { useEffect, useState } from 'react'

/** Milliseconds since 1970, as of the last tick; null: it stands still. */
export function useClock(everyMs: number | null): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (everyMs === null) return undefined
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
