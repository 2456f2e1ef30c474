// A small sign that says whether the page is live; pressing it opens the details.
'use client'
import { useEffect, useState } from 'react'
import type { ConnectionState } from '#live/client/connection-state.ts'
import { useConnection } from '#live/react/use-connection.ts'
import { Popup } from '../popup.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { shortStatusWord, statusWord } from './status-word.ts'
import { useClock } from './use-clock.ts'

const settle = 700
const tick = 1_000
const calmTick = 15_000
const load = () => import('./connection-popup.tsx')

export function ConnectionSign() {
  const connection = useSettled(useConnection())
  const hydrated = useHydrated()
  const calm = connection.pace !== 'live'
  const now = useClock(calm ? calmTick : connection.status === 'live' ? null : tick)
  const word = statusWord(connection, now)
  const short = shortStatusWord(connection, now)
  // Pages without scripts or without subscriptions do not claim to be live.
  return (
    <Popup
      label={`Connection: ${word}`}
      triggerClass={`flex h-11 min-w-11 items-center justify-center gap-2 rounded-full px-3 text-note text-muted hover:bg-sunken hover:text-ink ${hydrated && !connection.idle ? '' : 'invisible'}`}
      trigger={
        <>
          <Dot full={connection.status === 'live' && !calm} />
          <span className="hidden sm:inline">{word}</span>
          <span className="sm:hidden">{short}</span>
        </>
      }
      load={load}
      popupClass="w-80"
      headingClass="flex items-center gap-2.5 font-semibold"
      heading={
        <>
          <Dot full={connection.status === 'live' && !calm} />
          {word}
        </>
      }
    />
  )
}

// Live is a filled dot, anything else a ring: distinct without colour, and neither blinks.
function Dot({ full }: { full: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`size-2.5 shrink-0 rounded-full border-2 ${
        full ? 'border-accent bg-accent' : 'border-muted'
      }`}
    />
  )
}

// Short reconnects are not shown.
function useSettled(connection: ConnectionState): ConnectionState {
  const [shown, setShown] = useState(connection.status)
  useEffect(() => {
    if (connection.status === shown) return undefined
    const timer = setTimeout(
      () => setShown(connection.status),
      connection.status === 'reconnecting' ? settle : 0,
    )
    return () => clearTimeout(timer)
  }, [connection.status, shown])
  return { ...connection, status: shown }
}
