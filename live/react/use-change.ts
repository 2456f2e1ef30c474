'use client'
// Hook that calls back when a key changes, for data that the live state does not hold.
import { useEffect } from 'react'
import { useLive } from './live-provider.tsx'

/** Calls back on each change of the key, while mounted. */
export function useChange(key: string, changed: () => void): void {
  const live = useLive()
  useEffect(() => live.changes.subscribe(key, changed), [live, key, changed])
}
