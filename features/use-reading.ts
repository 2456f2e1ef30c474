'use client'
// How a component reads the live state: the page's own value until hydration, then what is there now.
import { useMemo, useSyncExternalStore } from 'react'
import { selector } from '#live/client/changes.ts'
import { useLive } from './live-provider.tsx'
import type { Live } from './live.ts'

/** What a component reads of the live state. */
export interface Reading<T> {
  keys: readonly string[]
  compute(live: Live): T
  same(a: T, b: T): boolean
  /** The page's own value: what is shown until hydration. */
  given: T
}

/** Reads the live state and renders again when what it shows is different. */
export function useReading<T>(reading: Reading<T>): T {
  const live = useLive()
  const { read, subscribe } = useMemo(() => {
    const { keys, compute, same, given } = reading
    return {
      read: selector(live.changes, keys, () => compute(live), same, given),
      subscribe: (listener: () => void): (() => void) => {
        const ends = keys.map((key) => live.changes.subscribe(key, listener))
        return () => ends.forEach((end) => end())
      },
    }
  }, [live, reading])
  return useSyncExternalStore(subscribe, read, () => reading.given)
}
