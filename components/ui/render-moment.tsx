// The moment a page was rendered at, the same for server and browser, so that neither has to guess;
// and a seed from which the forms of that render take the refs that make sending them twice harmless.
'use client'
import { createContext, use, useEffect, useState } from 'react'
import type { ReactNode } from 'react'

interface Moment {
  now: number
  seed: string
}

const MomentContext = createContext<Moment>({ now: 0, seed: '' })
const tick = 30_000

/** Carries the server's clock through hydration, then goes on with the reader's. */
export function RenderMoment({ now, seed, children }: Moment & { children: ReactNode }) {
  const [current, setCurrent] = useState(now)
  useEffect(() => {
    const update = () => setCurrent(Date.now())
    update()
    const timer = setInterval(update, tick)
    return () => clearInterval(timer)
  }, [])
  return <MomentContext value={{ now: current, seed }}>{children}</MomentContext>
}

/** Now, in milliseconds, to the minute: everything that shows a time agrees on it. */
export function useNow(): number {
  return use(MomentContext).now
}

/** The ref of a form of this render: the same when the form is sent twice. */
export function useFormRef(form: string): string {
  return `${use(MomentContext).seed}-${form}`
}
