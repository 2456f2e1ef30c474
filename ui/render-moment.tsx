// The time and zone with which a page was rendered, the same on server and browser, so that hydration matches; and a
// seed for the refs of that page's forms, which make sending one twice harmless.
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
/** A page's zone does not change, so there is nothing to subscribe to. */
const never = () => () => undefined

/** Provides the server's clock and the reader's zone: until hydration as rendered, then the present ones. */
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

/** The present time by the server's clock, in milliseconds, rounded to the minute: all times on the page agree. */
export function useNow(): number {
  return use(MomentContext).now
}

/** The reader's time zone; null (UTC) while it is not known. */
export function useZone(): Zone {
  return use(MomentContext).zone
}

/** The ref of a form of this render: the same when the form is sent twice. */
export function useFormRef(form: string): string {
  return `${use(MomentContext).seed}-${form}`
}
