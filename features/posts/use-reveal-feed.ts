'use client'
import { useCallback } from 'react'
import { useLive } from '#features/live-provider.tsx'

/** Shows what waits in the feed. */
export function useRevealFeed(): () => void {
  const live = useLive()
  return useCallback(() => live.store.lists.reveal('feed'), [live])
}
