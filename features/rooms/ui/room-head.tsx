// The head of a room: the link back, its name, its members, and the search.
'use client'
import { ArrowLeft, Search } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { Asked, RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { iconButtonClass } from '#ui/button.ts'
import type { RoomActions } from './room-actions.ts'
import { RoomSign, RoomTitle } from './room-name.tsx'
import { RoomPeople } from './room-people.tsx'
import { RoomSearch } from './room-search.tsx'
import { isolated } from '#platform/text/names.ts'

export function RoomHead({
  room,
  people,
  asked,
  viewer,
  isMember,
  actions,
}: {
  room: RoomView
  people: readonly Author[]
  asked: readonly Asked[]
  viewer: Author
  isMember: boolean
  actions: RoomActions
}) {
  const [searching, setSearching] = useState(false)
  const inbox = room.conversation
  return (
    <div className="column shrink-0 border-b border-line">
      <div className="flex min-h-14 items-center gap-1">
        <Link
          href={inbox ? `/rooms/${inbox.inboxId}` : '/rooms'}
          prefetch={false}
          aria-label={inbox ? isolated(inbox.inboxName) : 'All rooms'}
          className={`${iconButtonClass} -ms-3`}
        >
          <ArrowLeft aria-hidden="true" className="size-5" strokeWidth={1.75} />
        </Link>
        <RoomSign room={room} viewerId={viewer.id} />
        <h1 className="min-w-0 flex-1 truncate pl-1 text-lg font-semibold">
          <RoomTitle room={room} viewerId={viewer.id} />
        </h1>
        <button
          type="button"
          aria-label="Search in this room"
          aria-expanded={searching}
          onClick={() => setSearching(!searching)}
          className={iconButtonClass}
        >
          <Search aria-hidden="true" className="size-5" strokeWidth={1.75} />
        </button>
        <RoomPeople
          room={room}
          people={people}
          asked={asked}
          viewer={viewer}
          isMember={isMember}
          actions={actions}
        />
      </div>
      {searching ? <RoomSearch roomId={room.id} /> : null}
    </div>
  )
}
