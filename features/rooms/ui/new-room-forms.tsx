// The forms that make a room or a direct message.
'use client'
import { roomLimits } from '../limits.ts'
import { buttonClass } from '#ui/button.ts'
import { Field } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useForm } from '#ui/use-form.ts'

const roomFields = { name: roomLimits.name }
const directFields = { handles: null }

export function NewRoomForm({ create }: { create: FormAction }) {
  const { state, busy, problemOf, problem, form } = useForm(create, roomFields)
  return (
    <form {...form} className="space-y-4">
      <RefInput form="new-room" state={state} />
      <Field
        label="Name"
        name="name"
        required
        defaultValue={state.values['name'] ?? ''}
        problem={problemOf('name')}
        autoComplete="off"
      />
      <fieldset className="flex flex-wrap gap-x-6">
        <legend className="sr-only">Who may join</legend>
        <Kind
          value="public"
          label="Anyone may join"
          chosen={!['private', 'inbox'].includes(state.values['kind'] ?? '')}
        />
        <Kind value="private" label="By invitation" chosen={state.values['kind'] === 'private'} />
        <Kind
          value="inbox"
          label="A shared inbox, to answer people outside as one"
          chosen={state.values['kind'] === 'inbox'}
        />
      </fieldset>
      {problem === null ? null : <Problem>{problem}</Problem>}
      <button type="submit" aria-disabled={busy} className={buttonClass('primary')}>
        Begin the room
      </button>
    </form>
  )
}

function Kind({ value, label, chosen }: { value: string; label: string; chosen: boolean }) {
  return (
    <label className="flex min-h-11 items-center gap-2.5">
      <input
        type="radio"
        name="kind"
        value={value}
        defaultChecked={chosen}
        className="size-5 accent-accent"
      />
      {label}
    </label>
  )
}

export function NewDirectForm({ open }: { open: FormAction }) {
  const { state, busy, problemOf, problem, form } = useForm(open, directFields)
  return (
    <form {...form} className="space-y-4">
      <RefInput form="new-direct" state={state} />
      <Field
        label="With whom"
        name="handles"
        required
        placeholder="@ada, @bob"
        hint="One handle or several. Only you and they will see it."
        defaultValue={state.values['handles'] ?? ''}
        problem={problemOf('handles')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {problem === null ? null : <Problem>{problem}</Problem>}
      <button type="submit" aria-disabled={busy} className={buttonClass('quiet')}>
        Begin the conversation
      </button>
    </form>
  )
}
