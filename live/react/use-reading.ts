'use client'
// Hook that reads the live state: the server-rendered value until hydration, then the current one.
import { useMemo, useSyncExternalStore } from 'react'
import type { Actor } from '../protocol/actor.ts'
import { selector } from '../client/changes.ts'
import type { Live } from '../client/live.ts'
import { useLive } from './live-provider.tsx'

/** A computed value of the live state, with the keys that it depends on. */
export interface Reading<T, A extends Actor = Actor> {
  keys: readonly string[]
  compute(live: Live<A>): T
  same(a: T, b: T): boolean
  /** The server-rendered value, shown until hydration. */
  given: T
}

/** Reads the live state and renders again when the value differs. */
export function useReading<T, A extends Actor = Actor>(reading: Reading<T, A>): T {
  const live = useLive<A>()
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
