// The way to the rooms, and how much waits there.
'use client'
import { MessagesSquare } from 'lucide-react'
import Link from 'next/link'
import { useUnread } from '#client/use-rooms.ts'
import { iconButtonClass } from '../ui/button.ts'
import { Unread } from './unread.tsx'

export function RoomsLink() {
  const unread = useUnread()
  return (
    <Link
      href="/rooms"
      prefetch={false}
      aria-label={unread === 0 ? 'Rooms' : `Rooms, ${unread} unread`}
      title="Rooms"
      className={`${iconButtonClass} relative`}
    >
      <MessagesSquare aria-hidden="true" className="size-5" strokeWidth={1.75} />
      <span className="absolute top-0.5 end-0">
        <Unread count={unread} />
      </span>
    </Link>
  )
}
