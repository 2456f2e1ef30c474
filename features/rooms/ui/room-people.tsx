// The members of a room and who is here now; forms to invite, remove and leave.
'use client'
import { UsersRound } from 'lucide-react'
import Link from 'next/link'
import { useId } from 'react'
import { useHere } from '#live/react/use-signals.ts'
import { useAsked } from '../use-rooms.ts'
import { listedPeople } from '../limits.ts'
import type { Asked, RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { Avatar } from '#ui/avatar.tsx'
import { buttonClass } from '#ui/button.ts'
import { inputClass } from '#ui/field.tsx'
import { InOrderForm } from '#ui/in-order-form.tsx'
import { Popup } from '#ui/popup.tsx'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useForm } from '#ui/use-form.ts'
import { PeopleList, RemoveButton } from './people-list.tsx'
import type { RoomActions } from './room-actions.ts'
import { Contained } from '#ui/contained.tsx'

interface Props {
  room: RoomView
  people: readonly Author[]
  asked: readonly Asked[]
  viewer: Author
  isMember: boolean
  actions: RoomActions
}

export function RoomPeople({ room, people, asked: given, viewer, isMember, actions }: Props) {
  const asked = useAsked(room.id, given)
  const here = useHere(`room:${room.id}`)
  const present = new Set(here?.users.map(({ id }) => id))
  const mayChange = isMember && room.kind !== 'direct' && room.kind !== 'conversation'
  const hasMore = people.length >= listedPeople
  const number = hasMore ? `${listedPeople}+` : `${people.length}`
  const count = number === '1' ? '1 person' : `${number} people`
  return (
    <Popup
      label={`${count} in this room`}
      tooltip="People"
      triggerClass="-me-3 inline-flex h-11 min-w-11 items-center justify-center gap-1.5 rounded-full px-3 text-note text-muted tabular-nums hover:bg-sunken hover:text-ink"
      trigger={
        <>
          <UsersRound aria-hidden="true" className="size-5" strokeWidth={1.75} />
          {number}
        </>
      }
      popupClass="w-80 space-y-4"
      heading={count}
    >
      <PeopleList
        room={room}
        people={people}
        viewerId={viewer.id}
        remove={mayChange && room.createdById === viewer.id ? actions.removeMember : null}
        present={present}
        className="-mx-3 max-h-72 overflow-y-auto px-3 py-1"
      />
      {hasMore ? (
        <Link
          href={`/rooms/${room.id}/people`}
          prefetch={false}
          className={buttonClass('plain', '-ms-4')}
        >
          All people
        </Link>
      ) : null}
      {mayChange && asked.length > 0 ? (
        <AskedList room={room} asked={asked} viewer={viewer} remove={actions.removeMember} />
      ) : null}
      {mayChange ? <InviteForm room={room} invite={actions.invite} /> : null}
      {!isMember || room.kind === 'conversation' ? null : (
        <LeaveButton room={room} leave={actions.leaveRoom} />
      )}
    </Popup>
  )
}

function AskedList({
  room,
  asked,
  viewer,
  remove,
}: {
  room: RoomView
  asked: readonly Asked[]
  viewer: Author
  remove: RoomActions['removeMember']
}) {
  const title = useId()
  return (
    <div className="space-y-1">
      <h3 id={title} className="text-note text-muted">
        Asked in
      </h3>
      <ul aria-labelledby={title} className="-mx-3 max-h-40 overflow-y-auto px-3">
        {asked.map(({ user, byId }) => (
          <li key={user.id} className="flex min-h-11 items-center gap-3">
            <Avatar person={user} size="small" />
            <span className="min-w-0 flex-1 truncate text-muted">
              <Contained text={user.name} />
            </span>
            {byId === viewer.id || room.createdById === viewer.id ? (
              <RemoveButton room={room} person={user} remove={remove} isAsked />
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

const inviteFields = { handle: null }

function InviteForm({ room, invite }: { room: RoomView; invite: RoomActions['invite'] }) {
  const { state, busy, problemOf, problem, form } = useForm(invite, inviteFields)
  const sentence = problemOf('handle') ?? problem
  const note = useId()
  return (
    <form {...form} className="space-y-2">
      <RefInput form={`invite-${room.id}`} state={state} />
      <input type="hidden" name="roomId" value={room.id} />
      <div className="flex gap-2">
        <input
          name="handle"
          required
          aria-label="Handle of the person to ask in"
          placeholder="@handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={sentence === null ? undefined : true}
          aria-describedby={note}
          defaultValue={state.values['handle'] ?? ''}
          className={inputClass}
        />
        <button type="submit" aria-disabled={busy} className={buttonClass('quiet', 'min-h-12')}>
          Ask in
        </button>
      </div>
      <div id={note}>{sentence === null ? null : <Problem>{sentence}</Problem>}</div>
    </form>
  )
}

function LeaveButton({ room, leave }: { room: RoomView; leave: RoomActions['leaveRoom'] }) {
  return (
    <InOrderForm action={leave}>
      <RefInput form={`leave-${room.id}`} />
      <input type="hidden" name="roomId" value={room.id} />
      <button type="submit" className={buttonClass('plain', '-ms-4')}>
        Leave this room
      </button>
    </InOrderForm>
  )
}
