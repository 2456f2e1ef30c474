// The bar above a conversation: its assignee, whether it is done, and the visitor's link.
'use client'
import { Check, Link2, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { inboxesClient } from '../client.ts'
import { inWords } from '#features/refusal-words.ts'
import type { RoomView } from '#features/rooms/protocol.ts'
import type { Author } from '#platform/author.ts'
import { buttonClass, iconButtonClass } from '#ui/button.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { Popup } from '#ui/popup.tsx'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useHydrated } from '#ui/use-hydrated.ts'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export interface Contact {
  address: string | null
  visitId: string | null
}

export interface ConversationActions {
  assign: (form: FormData) => Promise<void>
  setDone: (form: FormData) => Promise<void>
}

interface Props {
  room: RoomView
  people: readonly Author[]
  contact: Contact
  actions: ConversationActions
}

export function ConversationBar({ room, people, contact, actions }: Props) {
  if (!room.conversation) return null
  return (
    <div className="column flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 border-b border-line py-1">
      <AssigneeForm room={room} people={people} assign={actions.assign} />
      <DoneForm room={room} setDone={actions.setDone} />
      <VisitorLink room={room} contact={contact} />
    </div>
  )
}

function AssigneeForm({
  room,
  people,
  assign,
}: Pick<Props, 'room' | 'people'> & { assign: ConversationActions['assign'] }) {
  const dispatch = useCommand(inboxesClient)
  const hydrated = useHydrated()
  const assignee = room.conversation?.assignee ?? null
  // The assignee may have just left, but is still named.
  const choices =
    assignee && !people.some(({ id }) => id === assignee.id) ? [...people, assignee] : people
  return (
    <form action={assign} className="flex min-w-0 flex-1 items-center gap-2">
      <RefInput form={`assign-${room.id}`} state={assignee} />
      <input type="hidden" name="roomId" value={room.id} />
      <label htmlFor="assignee" className="shrink-0 text-note text-muted max-sm:sr-only">
        Looked after by
      </label>
      <select
        // A change by another member must show too: a new key makes a new field with that value.
        key={assignee?.id ?? 'nobody'}
        id="assignee"
        name="userId"
        defaultValue={assignee?.id ?? ''}
        onChange={(event) => {
          const userId = event.target.value === '' ? null : event.target.value
          void dispatch({ type: 'assign', roomId: room.id, userId })
        }}
        className="min-h-11 max-w-44 min-w-0 flex-1 truncate sm:flex-none rounded-xl bg-transparent px-1 font-medium hover:bg-sunken"
      >
        <option value="">nobody</option>
        {choices.map((person) => (
          <option key={person.id} value={person.id}>
            {isolated(person.name)}
          </option>
        ))}
      </select>
      {hydrated ? null : (
        <button type="submit" className={buttonClass('quiet')}>
          Set
        </button>
      )}
    </form>
  )
}

function DoneForm({
  room,
  setDone,
}: Pick<Props, 'room'> & { setDone: ConversationActions['setDone'] }) {
  const dispatch = useCommand(inboxesClient)
  const done = room.conversation?.done ?? false
  return (
    <form
      action={setDone}
      onSubmit={(event) => {
        event.preventDefault()
        void dispatch({ type: 'setDone', roomId: room.id, done: !done })
      }}
    >
      <RefInput form={`done-${room.id}`} state={done} />
      <input type="hidden" name="roomId" value={room.id} />
      <input type="hidden" name="done" value={done ? 'no' : 'yes'} />
      <button type="submit" className={buttonClass('quiet')}>
        {done ? (
          <RotateCcw aria-hidden="true" className="size-4.5" />
        ) : (
          <Check aria-hidden="true" className="size-4.5" />
        )}
        {done ? 'Open again' : 'Mark done'}
      </button>
    </form>
  )
}

function VisitorLink({ room, contact }: Pick<Props, 'room' | 'contact'>) {
  const dispatch = useCommand(inboxesClient)
  const [visitId, setVisitId] = useState(contact.visitId)
  const [problem, setProblem] = useState<string | null>(null)
  const on = visitId === null

  async function change(): Promise<void> {
    const answer = await dispatch({ type: 'setVisitLink', roomId: room.id, on })
    if (answer.type === 'error') setProblem(inWords(answer.message).sentence)
    else {
      setProblem(null)
      setVisitId(answer.result.visitId)
    }
  }

  return (
    <Popup
      label="Link for the person outside"
      tooltip="Link for the person outside"
      triggerClass={`${iconButtonClass} -me-3`}
      trigger={<Link2 aria-hidden="true" className="size-5" strokeWidth={1.75} />}
      popupClass="w-88 space-y-4"
      heading={
        <>
          Link for <Contained text={room.name} />
        </>
      }
    >
      {contact.address === null ? null : (
        <p className="text-note text-muted">
          They write from <Contained text={contact.address} />.
        </p>
      )}
      <p className="text-note text-muted">
        {on
          ? 'There is no link. With one, they can read and answer on a page of their own.'
          : 'Whoever has it can read this conversation and answer in it.'}
      </p>
      {visitId === null ? null : <CopyField label="Link" path={`/visit/${visitId}`} />}
      {problem ? <Problem>{problem}</Problem> : null}
      <button
        type="button"
        onClick={() => void change()}
        className={buttonClass(on ? 'primary' : 'danger')}
      >
        {on ? 'Make a link' : 'Withdraw the link'}
      </button>
    </Popup>
  )
}
