// The viewer's rooms, newest message first, and the public rooms to join.
'use client'
import Link from 'next/link'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useOpenRooms, useRooms } from '../use-rooms.ts'
import type { OwnRoom, RoomView } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { RefInput } from '#ui/ref-input.tsx'
import { RoomSign, RoomTitle } from './room-name.tsx'
import { Unread } from './unread.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

const rowClass = '-mx-3 flex min-h-13 items-center gap-3 rounded-xl px-3'

export function OwnRooms() {
  const rooms = withInboxes(useRooms())
  if (rooms.length === 0) {
    return <p className="py-2 text-muted">You are in no room yet. Join one below, or begin one.</p>
  }
  return <RoomRows rooms={rooms} />
}

export function RoomRows({ rooms }: { rooms: readonly OwnRoom[] }) {
  const viewer = useViewer()
  return (
    <ul>
      {rooms.map(({ room, unread }) => (
        <li key={room.id}>
          <Link
            href={`/rooms/${room.id}`}
            prefetch={false}
            className={`${rowClass} hover:bg-sunken`}
          >
            <RoomSign room={room} viewerId={viewer?.id ?? null} />
            <span className={`min-w-0 flex-1 truncate ${unread > 0 ? 'font-semibold' : ''}`}>
              <RoomTitle room={room} viewerId={viewer?.id ?? null} />
            </span>
            <Unread count={unread} />
            {unread > 0 ? <span className="sr-only">{unread} unread</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** The list without conversations: they are in their inbox, which adds up their unread messages. */
function withInboxes(all: readonly OwnRoom[]): OwnRoom[] {
  const waiting = new Map<string, number>()
  for (const { room, unread } of all) {
    const inboxId = room.conversation?.inboxId
    if (inboxId !== undefined) waiting.set(inboxId, (waiting.get(inboxId) ?? 0) + unread)
  }
  return all.flatMap((own) =>
    own.room.conversation ? [] : [{ ...own, unread: own.unread + (waiting.get(own.room.id) ?? 0) }],
  )
}

export function OpenRooms({
  rooms,
  cursor,
  join,
}: {
  rooms: readonly RoomView[]
  cursor: string
  join: (form: FormData) => Promise<void>
}) {
  const open = useOpenRooms(rooms, cursor)
  if (open.length === 0) {
    return <p className="py-2 text-muted">You are in every room that is open to all.</p>
  }
  return (
    <ul>
      {open.map((room) => (
        <li key={room.id} className="flex items-center gap-1">
          <Link
            href={`/rooms/${room.id}`}
            prefetch={false}
            className={`${rowClass} min-w-0 flex-1 hover:bg-sunken`}
          >
            <RoomSign room={room} viewerId={null} />
            <span className="min-w-0 flex-1 truncate">
              <Contained text={room.name} />
            </span>
          </Link>
          <JoinButton room={room} join={join} />
        </li>
      ))}
    </ul>
  )
}

export function JoinButton({
  room,
  join,
  look = 'quiet',
}: {
  room: RoomView
  join: (form: FormData) => Promise<void>
  look?: 'primary' | 'quiet'
}) {
  return (
    <form action={join}>
      <RefInput form={`join-${room.id}`} />
      <input type="hidden" name="roomId" value={room.id} />
      <button
        type="submit"
        aria-label={`Join ${isolated(room.name)}`}
        className={buttonClass(look)}
      >
        Join
      </button>
    </form>
  )
}
