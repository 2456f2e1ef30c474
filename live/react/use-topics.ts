'use client'
// Hook that subscribes to topics while a component is mounted.
import { useEffect } from 'react'
import type { Topic } from '../protocol/topics.ts'
import { useLive } from './live-provider.tsx'

/** Subscribes to topics from a page's cursor on while mounted. */
export function useTopics(topics: readonly Topic[], cursor: string): void {
  const live = useLive()
  const names = topics.join()
  useEffect(
    () => live.subscribe(names === '' ? [] : names.split(','), cursor),
    [live, names, cursor],
  )
}
