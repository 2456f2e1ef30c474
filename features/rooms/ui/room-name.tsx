// The name of a room; a direct room is named after its other people.
import { Hash, Inbox, Lock, UserRound } from 'lucide-react'
import { Fragment } from 'react'
import type { RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { Avatar } from '#ui/avatar.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

/** The other members of a direct room; empty when they have left, or their accounts are gone. */
export function othersIn(room: RoomView, viewerId: string | null): Author[] {
  return room.people.filter(({ id }) => id !== viewerId)
}

function namesOf(room: RoomView, viewerId: string | null): string[] {
  if (room.kind !== 'direct') return [room.name]
  const names = othersIn(room, viewerId).map(({ name }) => name)
  return names.length > 0 ? names : ['Somebody who left']
}

/** The name as plain text, for labels and titles. */
export function roomName(room: RoomView, viewerId: string | null): string {
  return namesOf(room, viewerId)
    .map((name) => isolated(name))
    .join(', ')
}

export function RoomTitle({ room, viewerId }: { room: RoomView; viewerId: string | null }) {
  return namesOf(room, viewerId).map((name, index) => (
    <Fragment key={index}>
      {index === 0 ? '' : ', '}
      <Contained text={name} />
    </Fragment>
  ))
}

const signs = {
  public: Hash,
  private: Lock,
  direct: UserRound,
  inbox: Inbox,
  conversation: UserRound,
}

export function RoomSign({ room, viewerId }: { room: RoomView; viewerId: string | null }) {
  const [person] = othersIn(room, viewerId)
  if (room.kind === 'direct' && person) return <Avatar person={person} size="small" />
  const Sign = signs[room.kind]
  return (
    <span className="flex size-7 shrink-0 items-center justify-center text-muted">
      <Sign aria-hidden="true" className="size-5" strokeWidth={1.75} />
    </span>
  )
}
