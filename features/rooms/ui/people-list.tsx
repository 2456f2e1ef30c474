// A list of a room's people, each with a link to their profile and a button to remove them.
'use client'
import { UserMinus } from 'lucide-react'
import Link from 'next/link'
import { isolated } from '#platform/text/names.ts'
import type { RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { Avatar } from '#ui/avatar.tsx'
import { iconButtonClass } from '#ui/button.ts'
import { Contained } from '#ui/contained.tsx'
import { InOrderForm } from '#ui/in-order-form.tsx'
import { RefInput } from '#ui/ref-input.tsx'

interface Props {
  room: RoomView
  people: readonly Author[]
  viewerId: string
  /** Null where the viewer may remove nobody. */
  remove: ((form: FormData) => Promise<void>) | null
  /** The ids of those who are here now. */
  present?: ReadonlySet<string>
  className?: string
}

export function PeopleList({ room, people, viewerId, remove, present, className = '' }: Props) {
  return (
    <ul className={`space-y-1 ${className}`}>
      {people.map((person) => (
        <li key={person.id} className="flex items-center gap-1">
          <Link
            href={`/@${person.handle}`}
            prefetch={false}
            className="-mx-2 flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-lg px-2 hover:bg-sunken"
          >
            <Avatar person={person} size="small" />
            <span className="truncate font-medium">
              <Contained text={person.name} />
            </span>
            {present?.has(person.id) === true ? (
              <span className="ms-auto shrink-0 text-note text-accent">here</span>
            ) : null}
          </Link>
          {remove && person.id !== viewerId ? (
            <RemoveButton room={room} person={person} remove={remove} />
          ) : null}
        </li>
      ))}
    </ul>
  )
}

export function RemoveButton({
  room,
  person,
  remove,
  isAsked = false,
}: {
  room: RoomView
  person: Author
  remove: (form: FormData) => Promise<void>
  /** True for people with an open invitation, which the button withdraws. */
  isAsked?: boolean
}) {
  return (
    <InOrderForm action={remove}>
      <RefInput form={`remove-${room.id}-${person.id}`} />
      <input type="hidden" name="roomId" value={room.id} />
      <input type="hidden" name="userId" value={person.id} />
      <button
        type="submit"
        aria-label={`${isAsked ? 'No longer ask' : 'Remove'} ${isolated(person.name)}`}
        className={iconButtonClass}
      >
        <UserMinus aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
      </button>
    </InOrderForm>
  )
}
