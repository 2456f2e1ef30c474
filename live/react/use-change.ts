'use client'
// Hears that something has changed of which the live state knows no more than that.
import { useEffect } from 'react'
import { useLive } from './live-provider.tsx'

/** Calls back whenever what the key stands for has changed, while mounted. */
export function useChange(key: string, changed: () => void): void {
  const live = useLive()
  useEffect(() => live.changes.subscribe(key, changed), [live, key, changed])
}
