// The form shared by signing in and signing up, which keeps what was typed when there is an error.
'use client'
import type { ReactNode } from 'react'
import { nameLimit } from '#platform/account-limits.ts'
import { buttonClass } from '#ui/button.ts'
import type { FormAction, FormState } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { useForm } from '#ui/use-form.ts'

export interface Purpose {
  /** Where to go afterwards; a path of this site. */
  back: string
  /** The id of a post to like after signing in. */
  like: string | null
}

const shown = { name: nameLimit, username: null, email: null, password: null }

export function AccountForm({
  action,
  purpose,
  button,
  busy,
  fields,
}: {
  action: FormAction
  purpose: Purpose
  button: string
  busy: string
  fields: (state: FormState, problemOf: (field: string) => string | null) => ReactNode
}) {
  const { state, busy: pending, problemOf, problem, form } = useForm(action, shown)
  return (
    <form {...form} className="space-y-5">
      <input type="hidden" name="back" value={purpose.back} />
      {purpose.like ? <input type="hidden" name="like" value={purpose.like} /> : null}
      {fields(state, problemOf)}
      {problem === null ? null : <Problem>{problem}</Problem>}
      <button
        type="submit"
        aria-disabled={pending}
        className={buttonClass('primary', 'min-h-12 w-full')}
      >
        {pending ? busy : button}
      </button>
    </form>
  )
}
