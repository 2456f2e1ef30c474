// What signing in and signing up share: the form, its sentences, and that nothing typed is lost.
'use client'
import { startTransition, useActionState, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { buttonClass } from '../ui/button.ts'
import { untouched } from '../ui/form-state.ts'
import type { FormAction, FormState } from '../ui/form-state.ts'
import { Problem } from '../ui/problem.tsx'

export interface Purpose {
  /** Where to go afterwards; a path of this site. */
  back: string
  /** A post that is to be liked once it is known who likes it. */
  like: string | null
}

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
  const [state, submit, pending] = useActionState(action, untouched)
  const form = useRef<HTMLFormElement>(null)
  const problemOf = (field: string) => (state.field === field ? state.problem : null)

  useEffect(() => {
    if (state.problem === null) return
    const named = state.field ? form.current?.elements.namedItem(state.field) : null
    if (named instanceof HTMLElement) named.focus()
  }, [state])

  return (
    <form
      ref={form}
      action={submit}
      // Submitted by hand: a form action would empty the fields when it is refused.
      onSubmit={(event) => {
        event.preventDefault()
        if (pending) return
        const data = new FormData(event.currentTarget)
        startTransition(() => submit(data))
      }}
      className="space-y-5"
    >
      <input type="hidden" name="back" value={purpose.back} />
      {purpose.like ? <input type="hidden" name="like" value={purpose.like} /> : null}
      {fields(state, problemOf)}
      {state.problem !== null && state.field === null ? <Problem>{state.problem}</Problem> : null}
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
