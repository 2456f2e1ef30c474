// The link to the rooms, with the number of unread messages and invitations.
'use client'
import { MessagesSquare } from 'lucide-react'
import Link from 'next/link'
import { useInvitations, useUnread } from '../use-rooms.ts'
import { iconButtonClass } from '#ui/button.ts'
import { Unread } from './unread.tsx'

export function RoomsLink() {
  const unread = useUnread()
  const asked = useInvitations().length
  const waiting = [
    ...(unread > 0 ? [`${unread} unread`] : []),
    ...(asked > 0 ? [asked === 1 ? '1 invitation' : `${asked} invitations`] : []),
  ]
  return (
    <Link
      href="/rooms"
      prefetch={false}
      aria-label={['Rooms', ...waiting].join(', ')}
      title="Rooms"
      className={`${iconButtonClass} relative`}
    >
      <MessagesSquare aria-hidden="true" className="size-5" strokeWidth={1.75} />
      <span className="absolute top-0.5 end-0">
        <Unread count={unread + asked} />
      </span>
    </Link>
  )
}
