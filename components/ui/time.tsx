// A moment as a person says it, exact for machines and for the pointer.
'use client'
import { fullTime, relativeTime } from './relative-time.ts'
import { useNow } from './render-moment.tsx'

export function Time({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={fullTime(at)}>
      {relativeTime(at, now)}
    </time>
  )
}
