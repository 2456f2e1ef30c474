// A button with a draft's command, and its result.
'use client'
import { useActionState } from 'react'
import { buttonClass } from '#ui/button.ts'
import { untouched } from '#ui/form-state.ts'
import type { FormAction } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'

export function DraftButton({
  draftId,
  action,
  name,
  done = '',
  primary = false,
  children,
}: {
  draftId: string
  action: FormAction
  name: string
  done?: string
  primary?: boolean
  children: string
}) {
  const [state, send, busy] = useActionState(action, untouched)
  return (
    <form action={send} className="contents">
      <RefInput form={`${name}-${draftId}`} state={state} />
      <input type="hidden" name="draftId" value={draftId} />
      <button
        type="submit"
        aria-disabled={busy}
        className={buttonClass(primary ? 'primary' : 'quiet', primary ? 'ms-auto' : '')}
      >
        {children}
      </button>
      {/* Below all buttons, in space that is always reserved: nothing moves when the result appears. */}
      <div className="order-last min-h-6 flex-1 basis-40 text-note text-muted">
        <p role="status">{state.done ? done : ''}</p>
        {state.problem ? <Problem>{state.problem}</Problem> : null}
      </div>
    </form>
  )
}
