// A small steady sign that says whether the page is live; pressing it tells more.
'use client'
import { useEffect, useState } from 'react'
import type { ConnectionState } from '#client/connection-state.ts'
import { useConnection, useWaiting } from '#client/hooks.tsx'
import { Popup } from '../ui/popup.tsx'
import { useHydrated } from '../ui/use-hydrated.ts'
import { PaceChoice } from './pace-choice.tsx'
import {
  lastChangeWords,
  missedWords,
  reconnectWords,
  statusSentence,
  statusWord,
  transportWords,
} from './connection-words.ts'

const settle = 700
const calmTick = 15_000

export function ConnectionSign() {
  const connection = useSettled(useConnection())
  const hydrated = useHydrated()
  const calm = connection.pace !== 'live'
  const now = useClock(calm ? calmTick : null)
  const word = statusWord(connection, now)
  // Neither a page without scripts nor one that has nothing to follow claims to be live.
  return (
    <Popup
      label={`Connection: ${word}`}
      triggerClass={`flex h-11 min-w-11 items-center justify-center gap-2 rounded-full px-3 text-note text-muted hover:bg-sunken hover:text-ink ${hydrated && !connection.idle ? '' : 'invisible'}`}
      trigger={
        <>
          <Dot full={connection.status === 'live' && !calm} />
          <span className={calm ? '' : 'hidden sm:inline'}>{word}</span>
        </>
      }
      popupClass="w-80"
      headingClass="flex items-center gap-2.5 font-semibold"
      heading={
        <>
          <Dot full={connection.status === 'live' && !calm} />
          {word}
        </>
      }
    >
      <p className="mt-1.5 text-muted">{statusSentence(connection)}</p>
      <PaceChoice connection={connection} />
      <Details connection={connection} />
    </Popup>
  )
}

// Mounted only while the popover is open: only then a clock has to run.
function Details({ connection }: { connection: ConnectionState }) {
  const now = useClock(1000)
  const waiting = useWaiting()
  const rows = [
    ['Way', transportWords(connection)],
    ...(connection.fallback ? [['Fell back', 'The first choice does not get through here.']] : []),
    ['Last change', lastChangeWords(connection, now)],
    ['Reconnects', reconnectWords(connection)],
    ['Missed', missedWords(connection)],
    ['Waiting to go out', waiting === 0 ? 'nothing' : `${waiting}`],
    ...(connection.status === 'live' && connection.delayMs !== null
      ? [['Travelled for', `${Math.max(0, Math.round(connection.delayMs))} ms`]]
      : []),
  ]
  return (
    <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 border-t border-line pt-4 text-note">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

// Live is a full dot, anything else an open ring: told apart without colour, and neither blinks.
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

// The time, again and again; a page that shows none of it needs no clock.
function useClock(everyMs: number | null): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (everyMs === null) return undefined
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

// A reconnect that takes less than a moment is not worth a word.
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
