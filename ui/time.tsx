// A relative time, with the exact one in its attributes and its tooltip.
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
