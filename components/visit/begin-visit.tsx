// How somebody without an account writes to an inbox.
'use client'
import { useActionState } from 'react'
import { buttonClass } from '../ui/button.ts'
import { Field, inputClass } from '../ui/field.tsx'
import { untouched } from '../ui/form-state.ts'
import type { FormAction } from '../ui/form-state.ts'
import { Problem } from '../ui/problem.tsx'
import { RefInput } from '../ui/ref-input.tsx'

export function BeginVisit({ inboxId, begin }: { inboxId: string; begin: FormAction }) {
  const [state, action, busy] = useActionState(begin, untouched)
  return (
    <form action={action} className="space-y-5">
      <RefInput form={`visit-${inboxId}`} state={state.problem} />
      <input type="hidden" name="inboxId" value={inboxId} />
      <Field
        label="Your name"
        name="name"
        required
        autoComplete="name"
        defaultValue={state.values['name'] ?? ''}
      />
      <div className="space-y-1.5">
        <label htmlFor="body" className="block font-medium">
          Your message
        </label>
        <textarea
          id="body"
          name="body"
          required
          rows={5}
          dir="auto"
          defaultValue={state.values['body'] ?? ''}
          className={`${inputClass} py-3`}
        />
      </div>
      {state.problem ? <Problem>{state.problem}</Problem> : null}
      <button type="submit" aria-disabled={busy} className={buttonClass('primary')}>
        Send
      </button>
    </form>
  )
}
