// The draft's connection status, and who writes there now.
'use client'
import { Contained } from '#ui/contained.tsx'

export interface Present {
  status: 'connecting' | 'live' | 'offline' | 'polling' | 'refused' | 'crowded' | 'untaken'
  people: readonly { id: number; name: string; color: string }[]
}

const words: Record<Present['status'], string> = {
  connecting: 'Connecting…',
  live: 'Live',
  offline: 'Offline. What you write is merged when you are back.',
  polling: 'No WebSocket gets through here: you can read along.',
  refused: 'You may not open this draft any more.',
  crowded: 'Too many pages have this draft open. Close one, or come back later.',
  untaken: 'Not live: a change could not be taken.',
}

export function DraftState({ present }: { present: Present }) {
  return (
    <div className="flex min-h-11 items-center gap-3 text-note text-muted">
      <ul aria-label="Writing here" className="flex flex-wrap gap-1.5">
        {present.people.map(({ id, name, color }) => (
          <li key={id} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-full"
              style={{ backgroundColor: color }}
            />
            <Contained text={name} />
          </li>
        ))}
      </ul>
      <p role="status">{words[present.status]}</p>
    </div>
  )
}
