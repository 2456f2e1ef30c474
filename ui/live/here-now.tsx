// How many people are here, with some of their avatars; pressing it lists them.
'use client'
import Link from 'next/link'
import { useHere } from '#live/react/use-signals.ts'
import type { Here } from '#live/client/signals.ts'
import type { Author } from '#platform/author.ts'
import type { Topic } from '#live/protocol/topics.ts'
import { Avatar } from '../avatar.tsx'
import { Popup } from '../popup.tsx'
import { formatCount } from '../format-count.ts'
import { Contained } from '../contained.tsx'

const pictures = 4

/** Its space is always reserved, so that nothing moves when the first one comes or the last one goes. */
export function HereNow({ topic, words }: { topic: Topic; words: string }) {
  const here = useHere<Author>(topic)
  return (
    <div className="-mb-3 flex h-11 items-center justify-end">
      {here && here.count > 1 ? <Readers here={here} words={words} /> : null}
    </div>
  )
}

function Readers({ here, words }: { here: Here<Author>; words: string }) {
  const unnamed = here.count - here.users.length
  return (
    <Popup
      triggerClass="-me-3 flex h-11 items-center gap-2 rounded-full px-3 text-note text-muted tabular-nums hover:bg-sunken hover:text-ink"
      trigger={
        <>
          <span aria-hidden="true" className="flex">
            {here.users.slice(0, pictures).map((person) => (
              <span key={person.id} className="-me-2 rounded-full ring-2 ring-paper">
                <Avatar person={person} size="tiny" />
              </span>
            ))}
          </span>
          <span className={here.users.length > 0 ? 'ml-1.5' : ''}>
            {formatCount(here.count)} {words}
          </span>
        </>
      }
      popupClass="w-72"
      heading={`${formatCount(here.count)} ${words}`}
    >
      <ul className="-mx-3 mt-2 max-h-72 space-y-1 overflow-y-auto px-3 py-1">
        {here.users.map((person) => (
          <li key={person.id}>
            <Link
              href={`/@${person.handle}`}
              prefetch={false}
              className="-mx-2 flex min-h-11 items-center gap-3 rounded-lg px-2 hover:bg-sunken"
            >
              <Avatar person={person} size="small" />
              <span className="truncate font-medium">
                <Contained text={person.name} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {unnamed > 0 ? <p className="mt-2 text-note text-muted">{others(here, unnamed)}</p> : null}
    </Popup>
  )
}

function others({ users }: Here<Author>, count: number): string {
  const readers = count === 1 ? '1 reader' : `${formatCount(count)} readers`
  return users.length === 0 ? `${readers} without a name` : `and ${readers} more`
}
