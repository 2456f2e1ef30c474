// Where a person writes: a draft that survives, a count near the limit, Ctrl or Cmd with Enter to send.
'use client'
import { useActionState, useId, useLayoutEffect, useRef, useState } from 'react'
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { useDraft } from '#client/hooks.tsx'
import { buttonClass } from '../ui/button.ts'
import { untouched } from '../ui/form-state.ts'
import type { FormAction } from '../ui/form-state.ts'
import { Problem } from '../ui/problem.tsx'
import { useFormRef } from '../ui/render-moment.tsx'
import { useHydrated } from '../ui/use-hydrated.ts'

const near = 200

interface Writing {
  /** Names the draft and the form. */
  draft: string
  limit: number
  label: string
  placeholder: string
  button: string
  fieldId?: string
  action: FormAction
  /** Called for every change that its writer makes. */
  typed?: () => void
  /** Enter sends, and with Shift begins a new line; on a touch screen it is a new line always. */
  enterSends?: boolean
  /** What is refused stays in the list that it was sent to, with its sentence. */
  send: (body: string) => void
  /** Hidden inputs for the form without scripts. */
  children?: ReactNode
}

export function WritingForm(props: Writing) {
  const hydrated = useHydrated()
  const [draft, setDraft] = useDraft(props.draft)
  const [state, action] = useActionState(props.action, untouched)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const ref = useFormRef(props.draft)
  const generated = useId()
  const id = props.fieldId ?? generated
  const text = hydrated ? draft : (state.values['body'] ?? '')
  const left = props.limit - [...text.trim()].length
  const sentence = problem ?? state.problem

  // What was typed before the page came alive is not lost.
  useLayoutEffect(() => {
    const typed = field.current?.value ?? ''
    if (typed !== '') setDraft(typed)
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  function send() {
    const body = draft.trim()
    if (body === '' || left < 0) {
      if (left < 0) setProblem(`That is ${-left} too long. Please make it a little shorter.`)
      field.current?.focus()
      return
    }
    setProblem(null)
    setDraft('')
    props.send(body)
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    send()
  }

  function onKeyDown(event: KeyboardEvent) {
    // An Enter that ends the composing of a character is not one that sends.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    const sends = props.enterSends === true && !event.shiftKey && !isTouch()
    if (!sends && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    send()
  }

  return (
    <form action={action} onSubmit={onSubmit} className="space-y-2">
      <input type="hidden" name="ref" value={ref} />
      {props.children}
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          id={id}
          name="body"
          dir="auto"
          required
          rows={1}
          value={text}
          placeholder={props.placeholder}
          aria-invalid={left < 0 || sentence !== null ? true : undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            setDraft(event.target.value)
            props.typed?.()
          }}
          onKeyDown={onKeyDown}
          className="field-sizing-content block max-h-[40vh] min-h-12 w-full resize-none rounded-2xl border border-edge bg-raised px-4 py-2.5 text-read placeholder:text-muted aria-invalid:border-danger"
        />
        <button type="submit" className={buttonClass('primary', 'min-h-12 shrink-0')}>
          {props.button}
        </button>
      </div>
      <Left count={left} />
      <div id={`${id}-note`}>{sentence ? <Problem>{sentence}</Problem> : null}</div>
    </form>
  )
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}

// Nothing while there is room; then how much of it is left.
function Left({ count }: { count: number }) {
  if (count > near) return null
  return (
    <p className={`text-note tabular-nums ${count < 0 ? 'font-medium text-danger' : 'text-muted'}`}>
      {count < 0 ? `${-count} too many` : `${count} left`}
    </p>
  )
}
