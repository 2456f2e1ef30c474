// One conversation in a list: visitor, assignee, time of the latest message and unread count.
import Link from 'next/link'
import type { RoomView } from '#features/rooms/protocol.ts'
import { Avatar } from '#ui/avatar.tsx'
import { Time } from '#ui/time.tsx'
import { Unread } from '#features/rooms/ui/unread.tsx'
import { Contained } from '#ui/contained.tsx'

export function ConversationRow({
  room,
  unread,
  latest,
}: {
  room: RoomView
  unread: number
  latest: string | null
}) {
  const person = { id: room.id, handle: '', name: room.name, avatar: null }
  const assignee = room.conversation?.assignee
  return (
    <li>
      <Link
        href={`/rooms/${room.id}`}
        prefetch={false}
        className="-mx-3 flex min-h-16 items-center gap-3 rounded-xl px-3 hover:bg-sunken"
      >
        <Avatar person={person} size="small" />
        <span className="min-w-0 flex-1">
          <span className={`block truncate ${unread > 0 ? 'font-semibold' : ''}`}>
            <Contained text={room.name} />
          </span>
          <span className="block truncate text-note text-muted">
            {assignee ? (
              <>
                Looked after by <Contained text={assignee.name} />
              </>
            ) : (
              'Nobody looks after it yet'
            )}
          </span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1 text-note text-muted">
          {latest === null ? null : <Time at={timeOf(latest)} />}
          <Unread count={unread} />
        </span>
        {unread > 0 ? <span className="sr-only">{unread} unread</span> : null}
      </Link>
    </li>
  )
}

/** A UUID of version 7 begins with its timestamp: RFC 9562, 5.7. */
function timeOf(id: string): string {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString()
}
