// The popover of the connection sign: how the page is connected, and a choice of how often changes are shown.
'use client'
import type { ConnectionState } from '#live/client/connection-state.ts'
import { useConnection, useWaiting } from '#live/react/use-connection.ts'
import { PopupFrame as Frame } from '../popup-frame.tsx'
import type { PopupProps } from '../popup-props.ts'
import {
  lastChangeWords,
  missedWords,
  reconnectWords,
  statusSentence,
  transportWords,
} from './connection-words.ts'
import { PaceChoice } from './pace-choice.tsx'
import { useClock } from './use-clock.ts'

export function PopupFrame(props: PopupProps) {
  const connection = useConnection()
  return (
    <Frame {...props}>
      <p className="mt-1.5 text-muted">{statusSentence(connection)}</p>
      <PaceChoice connection={connection} />
      <Details connection={connection} />
    </Frame>
  )
}

// Mounted only while the popover is open, so that its clock runs only then.
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
