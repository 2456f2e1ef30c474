// The page of a shared inbox: its conversations, and the settings for the account that made it.
'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useConversations, useRoomPeople } from '#features/rooms/use-rooms.ts'
import type { Asked, RoomView } from '#features/rooms/protocol.ts'
import type { Author } from '#platform/author.ts'
import type { RoomActions } from '#features/rooms/ui/room-actions.ts'
import { RoomPeople } from '#features/rooms/ui/room-people.tsx'
import { iconButtonClass } from '#ui/button.ts'
import { ConversationRow } from './conversation-row.tsx'
import { Contained } from '#ui/contained.tsx'
import { NextPage } from '#ui/next-page.tsx'

export type InboxView = 'open' | 'mine' | 'oldest' | 'done' | 'settings'

interface Props {
  room: RoomView
  people: readonly Author[]
  asked: readonly Asked[]
  cursor: string
  view: InboxView
  actions: RoomActions
  /** A page of the conversations, open the longest or done, where such a list is shown. */
  listed: { rooms: readonly RoomView[]; next: string | null } | null
  /** The settings, where they are shown. */
  children: ReactNode
}

export function Inbox({
  room,
  people: given,
  asked,
  cursor,
  view,
  actions,
  listed,
  children,
}: Props) {
  const viewer = useViewer()
  const people = useRoomPeople(room.id, given, cursor)
  if (!viewer) return null
  const views: [InboxView, string][] = [
    ['open', 'Open'],
    ['mine', 'Mine'],
    ['oldest', 'Oldest'],
    ['done', 'Done'],
  ]
  if (room.createdById === viewer.id) views.push(['settings', 'Settings'])
  return (
    <div className="column pb-16">
      <div className="flex h-14 items-center gap-1">
        <Link
          href="/rooms"
          prefetch={false}
          aria-label="All rooms"
          className={`${iconButtonClass} -ms-3`}
        >
          <ArrowLeft aria-hidden="true" className="size-5" strokeWidth={1.75} />
        </Link>
        <h1 className="min-w-0 flex-1 truncate text-lg font-semibold">
          <Contained text={room.name} />
        </h1>
        <RoomPeople
          room={room}
          people={people}
          asked={asked}
          viewer={viewer}
          isMember
          actions={actions}
        />
      </div>
      <nav
        aria-label="Conversations"
        className="-mx-gutter -mt-1 flex gap-1 overflow-x-auto px-2 pt-1 pb-3"
      >
        {views.map(([name, label]) => (
          <Link
            key={name}
            href={name === 'open' ? `/rooms/${room.id}` : `/rooms/${room.id}?show=${name}`}
            prefetch={false}
            aria-current={name === view ? 'page' : undefined}
            className={`inline-flex min-h-11 items-center rounded-full px-4 font-medium ${name === view ? 'bg-accent-soft text-ink' : 'text-muted hover:bg-sunken hover:text-ink'}`}
          >
            {label}
          </Link>
        ))}
      </nav>
      {view === 'open' || view === 'mine' ? (
        <OpenConversations room={room} viewer={viewer} isMine={view === 'mine'} />
      ) : null}
      {listed ? <ListedConversations room={room} view={view} {...listed} /> : null}
      {children}
    </div>
  )
}

function OpenConversations({
  room,
  viewer,
  isMine,
}: {
  room: RoomView
  viewer: Author
  isMine: boolean
}) {
  const all = useConversations(room.id)
  const shown = isMine
    ? all.filter(({ room: { conversation } }) => conversation?.assignee?.id === viewer.id)
    : all
  if (shown.length === 0) {
    return (
      <p className="max-w-prose py-4 text-muted">
        {isMine
          ? 'You look after no conversation just now.'
          : 'Nothing is left to answer. What people write to this inbox appears here at once.'}
      </p>
    )
  }
  return (
    <ul>
      {shown.map((own) => (
        <ConversationRow
          key={own.room.id}
          room={own.room}
          unread={own.unread}
          latest={own.latest}
        />
      ))}
    </ul>
  )
}

/** All conversations, page by page: other pages know only the newest open ones. */
function ListedConversations({
  room,
  view,
  rooms,
  next,
}: {
  room: RoomView
  view: InboxView
  rooms: readonly RoomView[]
  next: string | null
}) {
  if (rooms.length === 0) {
    return (
      <p className="py-4 text-muted">
        {view === 'done' ? 'No conversation is done yet.' : 'Nothing is left to answer.'}
      </p>
    )
  }
  return (
    <>
      <ul>
        {rooms.map((each) => (
          <ConversationRow key={each.id} room={each} unread={0} latest={null} />
        ))}
      </ul>
      <NextPage href={next && `/rooms/${room.id}?show=${view}&before=${next}`}>
        {view === 'done' ? 'Older conversations' : 'More conversations'}
      </NextPage>
    </>
  )
}
