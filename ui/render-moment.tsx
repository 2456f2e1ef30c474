// The moment a page was rendered at and the zone it tells dates in, the same for server and browser, so that neither
// has to guess; and a seed from which the forms of that render take the refs that make sending them twice harmless.
'use client'
import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { renderedAt, serverNow, watchServerClock } from '#live/client/server-clock.ts'
import type { Zone } from './relative-time.ts'
import { keepZone, readersZone } from './time-zone.ts'

interface Moment {
  now: number
  zone: Zone
  seed: string
}

const MomentContext = createContext<Moment>({ now: 0, zone: null, seed: '' })
const tick = 30_000
/** The zone of a page's reader does not change. */
const never = () => () => undefined

/** The server's clock, and the reader's zone: as they were rendered through hydration, then as they are. */
export function RenderMoment({
  now,
  zone: given,
  seed,
  children,
}: Moment & { children: ReactNode }) {
  const [current, setCurrent] = useState(now)
  const zone = useSyncExternalStore(never, readersZone, () => given) ?? given
  useEffect(() => {
    const update = () => setCurrent(serverNow())
    renderedAt(now)
    update()
    const unwatch = watchServerClock(update)
    const timer = setInterval(update, tick)
    return () => {
      unwatch()
      clearInterval(timer)
    }
  }, [now])
  useEffect(() => {
    if (zone !== null && zone !== given) keepZone(zone)
  }, [zone, given])
  return <MomentContext value={{ now: current, zone, seed }}>{children}</MomentContext>
}

/** Now by the server's clock, in milliseconds, to the minute: everything that shows a time agrees on it. */
export function useNow(): number {
  return use(MomentContext).now
}

/** Where dates are told: the reader's zone; null, universal time, while it is not known. */
export function useZone(): Zone {
  return use(MomentContext).zone
}

/** The ref of a form of this render: the same when the form is sent twice. */
export function useFormRef(form: string): string {
  return `${use(MomentContext).seed}-${form}`
}
