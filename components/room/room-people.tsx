// Who is in a room and who of them is here now; asking others in, removing, leaving.
'use client'
import { UserMinus, UsersRound } from 'lucide-react'
import Link from 'next/link'
import { useId } from 'react'
import { useHere } from '#client/signal-hooks.tsx'
import { useAsked } from '#client/use-rooms.ts'
import type { Asked, RoomView } from '#protocol/rooms.ts'
import type { Author } from '#protocol/views.ts'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass, iconButtonClass } from '../ui/button.ts'
import { inputClass } from '../ui/field.tsx'
import { InOrderForm } from '../ui/in-order-form.tsx'
import { Popup } from '../ui/popup.tsx'
import { Problem } from '../ui/problem.tsx'
import { RefInput } from '../ui/ref-input.tsx'
import { useForm } from '../ui/use-form.ts'
import type { RoomActions } from './room-head.tsx'
import { Contained } from '../ui/contained.tsx'
import { isolated } from '#protocol/names.ts'

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
  const count = people.length === 1 ? '1 person' : `${people.length} people`
  return (
    <Popup
      label={`${count} in this room`}
      tooltip="People"
      triggerClass="-me-3 inline-flex h-11 min-w-11 items-center justify-center gap-1.5 rounded-full px-3 text-note text-muted tabular-nums hover:bg-sunken hover:text-ink"
      trigger={
        <>
          <UsersRound aria-hidden="true" className="size-5" strokeWidth={1.75} />
          {people.length}
        </>
      }
      popupClass="w-80 space-y-4"
      heading={count}
    >
      <ul className="-mx-3 -my-1 max-h-72 space-y-1 overflow-y-auto px-3 py-1">
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
              {present.has(person.id) ? (
                <span className="ms-auto shrink-0 text-note text-accent">here</span>
              ) : null}
            </Link>
            {mayChange && room.createdById === viewer.id && person.id !== viewer.id ? (
              <RemoveButton room={room} person={person} remove={actions.removeMember} />
            ) : null}
          </li>
        ))}
      </ul>
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

function RemoveButton({
  room,
  person,
  remove,
  isAsked = false,
}: {
  room: RoomView
  person: Author
  remove: RoomActions['removeMember']
  /** They have not come in: the question is taken back. */
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
