// A moment as a person says it, exact for machines and for the pointer.
'use client'
import { fullTime, relativeTime } from './relative-time.ts'
import { useNow, useZone } from './render-moment.tsx'

export function Time({ at }: { at: string }) {
  const now = useNow()
  const zone = useZone()
  return (
    <time dateTime={at} title={fullTime(at, zone)}>
      {relativeTime(at, now, zone)}
    </time>
  )
}
